/** A certificate for hooks.example.com that nobody trusts but a test that says so, and its key. Made to be known by all. */
export const testCertificate = {
  host: 'hooks.example.com',
  cert: `-----BEGIN CERTIFICATE-----
MIIBrjCCAVOgAwIBAgIUYzT+KShhmZn+UVwqAcUpkp2VhuMwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTI5MTY1ODA5WhgP
MjEyNjExMDUxNjU4MDlaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEvBjbjlkTf1j5KSCz74W1ZRqXiYNcHWZz
0JWg4i8cS2Bmz310/q3gtg/jQ++6/AbG5kUtPSmvYuPBnFZMelBtPaNxMG8wHQYD
VR0OBBYEFJlKRm4Cq5VvbLtW4naqZWnBIb5DMB8GA1UdIwQYMBaAFJlKRm4Cq5Vv
bLtW4naqZWnBIb5DMA8GA1UdEwEB/wQFMAMBAf8wHAYDVR0RBBUwE4IRaG9va3Mu
ZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSQAwRgIhANMemqvS+tpftFWP6VJWm+l5
6PhsD3S01duivk1QgXp1AiEA+ee6nyxXW1R7G1LS2Fh4slVBkrYONseHxTGqsVxi
z2I=
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgAACdBa8ckCvyP8/u
Q4UfDrihgG5h1K4tckijM9rynMihRANCAAS8GNuOWRN/WPkpILPvhbVlGpeJg1wd
ZnPQlaDiLxxLYGbPfXT+reC2D+ND77r8BsbmRS09Ka9i48GcVkx6UG09
-----END PRIVATE KEY-----
`,
};
