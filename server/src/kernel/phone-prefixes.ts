// In which time zones a country's numbers are, where it has several and the number tells. North America by area code:
// the time zone map of libphonenumber (Apache-2.0, 2024), set right in Canada and the north, and the numbering plan's
// overlays up to 2025. The others: the national numbering plans, as the ITU publishes them.

/** Country code, the prefixes after it (the longest counts), and the zones. An area code has those of all its places. */
export const phonePrefixes: readonly (readonly [code: string, prefixes: string, zones: string])[] = [
  [
    '1',
    '201 202 203 207 212 215 216 220 223 227 229 231 234 239 240 248 252 260 267 269 272 276 283 301 302 304 305 313 315 317 321 324 326 329 330 332 336 339 347 351 352 363 380 386 401 404 407 410 412 413 419 434 436 440 443 445 463 470 472 475 478 484 502 508 513 516 517 518 540 551 561 567 570 571 582 585 586 603 607 609 610 614 616 617 624 631 640 645 646 656 667 678 679 680 681 686 703 704 706 716 717 718 724 727 728 732 734 740 743 754 757 762 765 770 771 772 774 781 786 802 803 804 810 813 814 821 826 828 835 838 839 843 845 848 854 856 857 859 860 862 863 864 865 878 904 908 910 912 914 917 919 929 934 937 941 943 947 948 954 959 973 978 980 984 989',
    'America/New_York',
  ],
  [
    '1',
    '205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 309 312 314 316 318 319 320 325 327 331 334 337 346 353 361 402 405 409 414 417 430 432 447 457 464 469 471 479 483 501 504 507 512 515 531 534 539 557 563 572 573 580 601 608 612 615 618 621 629 630 636 641 651 659 660 662 682 689 708 712 713 715 726 730 731 737 763 769 773 779 806 815 816 817 830 832 847 861 870 872 901 903 913 918 920 924 931 936 938 940 945 952 956 972 975 979 985',
    'America/Chicago',
  ],
  [
    '1',
    '206 209 213 253 279 310 323 341 350 357 360 369 408 415 424 425 442 503 509 510 530 559 562 564 619 626 628 650 657 661 669 702 707 714 725 738 747 760 805 818 820 831 837 840 858 909 916 925 949 951 971',
    'America/Los_Angeles',
  ],
  [
    '1',
    '226 249 263 289 343 354 365 382 387 416 438 450 468 514 519 548 579 613 647 683 705 742 753 819 873 905 942',
    'America/Toronto',
  ],
  ['1', '303 307 385 406 435 505 575 719 720 748 801 915 970 983', 'America/Denver'],
  ['1', '219 270 364 423 448 574 606 729 812 850 906 930', 'America/New_York America/Chicago'],
  ['1', '236 250 257 672 778', 'America/Vancouver America/Edmonton America/Dawson_Creek'],
  ['1', '308 605 620 701 785', 'America/Chicago America/Denver'],
  ['1', '368 403 587 780 825', 'America/Edmonton'],
  ['1', '204 431 437 584', 'America/Winnipeg'],
  ['1', '428 506 782 902', 'America/Halifax'],
  ['1', '480 520 602 623', 'America/Phoenix'],
  ['1', '208 775 986', 'America/Boise America/Los_Angeles'],
  ['1', '306 474 639', 'America/Regina America/Edmonton'],
  ['1', '367 418 581', 'America/Toronto America/Halifax America/Blanc-Sablon'],
  ['1', '458 541', 'America/Los_Angeles America/Boise'],
  ['1', '709 879', 'America/St_Johns America/Halifax'],
  ['1', '604', 'America/Vancouver'],
  ['1', '807', 'America/Toronto America/Winnipeg America/Coral_Harbour'],
  ['1', '808', 'Pacific/Honolulu'],
  ['1', '867', 'America/Whitehorse America/Edmonton America/Winnipeg America/Toronto America/Coral_Harbour'],
  ['1', '907', 'America/Anchorage America/Adak'],
  ['1', '928', 'America/Phoenix America/Denver'],
  // Mexico. Quintana Roo, Baja California, the cities on the border that keep the clocks of their neighbours, and the
  // west; the great cities of the centre. Elsewhere any of the country's.
  ['52', '983 984 987 998', 'America/Cancun'],
  ['52', '616 646 658 661 663 664 665 686', 'America/Tijuana'],
  ['52', '656', 'America/Ciudad_Juarez'],
  ['52', '867 868 877 878 899', 'America/Matamoros'],
  ['52', '622 623 631 632 633 634 637 638 641 642 643 644 645 647 651 653 662', 'America/Hermosillo'],
  ['52', '311 319 323 324 325 327 389 612 613 624 667 668 669 687 694 695 696 697 698', 'America/Mazatlan'],
  ['52', '55 56 33 81 222 442 449 477', 'America/Mexico_City'],
  // Brazil, mobiles included, by the two digits of the state.
  ['55', '1 2 3 4 5 61 62 63 64 71 73 74 75 77 79 82 83 84 85 86 87 88 89 91 93 94 96 98 99', 'America/Sao_Paulo'],
  ['55', '81', 'America/Sao_Paulo America/Noronha'],
  ['55', '65 66 67 69 92 95', 'America/Manaus'],
  ['55', '97', 'America/Manaus America/Eirunepe'],
  ['55', '68', 'America/Rio_Branco'],
  ['56', '2 33 34 35 4 5', 'America/Santiago'],
  ['593', '2 3 4 6 7', 'America/Guayaquil'],
  // Australia: lines of the east, of Queensland and of the rest. Mobiles (4) say nothing.
  ['61', '2', 'Australia/Sydney Australia/Broken_Hill Australia/Lord_Howe'],
  ['61', '3', 'Australia/Melbourne'],
  ['61', '7', 'Australia/Brisbane'],
  ['61', '86', 'Australia/Perth'],
  ['61', '89', 'Australia/Perth Australia/Eucla'],
  ['61', '87 88', 'Australia/Adelaide Australia/Darwin Australia/Broken_Hill'],
  ['61', '889', 'Australia/Darwin'],
  // Indonesia: Java and Sumatra, Bali to Sulawesi, the Moluccas and Papua; Borneo has two.
  ['62', '2 31 32 33 34 35 56 6 7', 'Asia/Jakarta'],
  ['62', '36 37 38 4 54 55', 'Asia/Makassar'],
  ['62', '51 52 53', 'Asia/Jakarta Asia/Makassar'],
  ['62', '9', 'Asia/Jayapura'],
  ['64', '4 6 7 9', 'Pacific/Auckland'],
  // Spain and Portugal: the islands and the mainland. Mobiles say nothing.
  ['34', '822 828 922 928', 'Atlantic/Canary'],
  ['34', '81 83 84 85 86 87 88 91 93 94 95 96 97 98 823 824 825 826 827 920 921 923 924 925 926 927', 'Europe/Madrid'],
  ['351', '292 295 296', 'Atlantic/Azores'],
  ['351', '21 22 23 24 25 26 27 28 291', 'Europe/Lisbon'],
  // Russia by the three digits of the region. Mobiles (9) say nothing.
  ['7', '401', 'Europe/Kaliningrad'],
  ['7', '47 48 49 81 82 831 833 834 835 836 841 843 844 847 855 86 87', 'Europe/Moscow'],
  ['7', '341 842 845 846 848 851', 'Europe/Samara'],
  ['7', '342 343 345 346 347 349 351 352 353', 'Asia/Yekaterinburg'],
  ['7', '381', 'Asia/Omsk'],
  ['7', '382 383 384 385 388 390 391 394', 'Asia/Krasnoyarsk'],
  ['7', '301 395', 'Asia/Irkutsk'],
  ['7', '302 416', 'Asia/Yakutsk'],
  ['7', '411', 'Asia/Yakutsk Asia/Vladivostok Asia/Srednekolymsk'],
  ['7', '421 423 426', 'Asia/Vladivostok'],
  ['7', '413 424', 'Asia/Magadan'],
  ['7', '415 427', 'Asia/Kamchatka'],
  // China keeps one official time; the unofficial one of Xinjiang is no one's office hours.
  ['86', '', 'Asia/Shanghai'],
];
