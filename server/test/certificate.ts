/** A certificate for hooks.example.com and localhost that nobody trusts but a test that says so, and its key. Made to be known by all. */
export const testCertificate = {
  host: 'hooks.example.com',
  cert: `-----BEGIN CERTIFICATE-----
MIIBuTCCAV6gAwIBAgIUfEmd/27xPTrnGryck1Jdcf1eBbMwCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRaG9va3MuZXhhbXBsZS5jb20wIBcNMjYxMTMwMTA1MjQ2WhgP
MjEyNTA2MjQxMDUyNDZaMBwxGjAYBgNVBAMMEWhvb2tzLmV4YW1wbGUuY29tMFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0k4HfMDmwUaxpcNR14wflJmF19XUUYl7
BvhXYtCjLnlBSQXEnJhFYyG3hzONXsZhVEwCgZI7mK9zfFcW6B8aDKN8MHowHQYD
VR0OBBYEFK/Now0KowyQzcPbA+iImObRMq6KMB8GA1UdIwQYMBaAFK/Now0KowyQ
zcPbA+iImObRMq6KMA8GA1UdEwEB/wQFMAMBAf8wJwYDVR0RBCAwHoIRaG9va3Mu
ZXhhbXBsZS5jb22CCWxvY2FsaG9zdDAKBggqhkjOPQQDAgNJADBGAiEA8bBTFeDt
ne68zAg+oene9HAmwbz1nVYG4wf57sAV0KkCIQCR9nbhH73wucBe6/aiTCvPonSw
SRDzi9MV2TdEREAxiA==
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPbPCoFhCumvs6JMw
eWdn/11/YGDVFM8r0X0cEvKQgNWhRANCAATSTgd8wObBRrGlw1HXjB+UmYXX1dRR
iXsG+Fdi0KMueUFJBcScmEVjIbeHM41exmFUTAKBkjuYr3N8VxboHxoM
-----END PRIVATE KEY-----
`,
};
