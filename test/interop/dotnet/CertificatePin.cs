using System.IdentityModel.Selectors;
using System.IdentityModel.Tokens;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Channelstack.Interop;

/// <summary>Accepts exactly one certificate, compared byte for byte; its issuer and its names do not matter.</summary>
public sealed class CertificatePin(string pem) : X509CertificateValidator
{
    private readonly byte[] _expected = X509Certificate2.CreateFromPem(pem).RawData;

    public override void Validate(X509Certificate2 certificate)
    {
        if (!CryptographicOperations.FixedTimeEquals(certificate.RawData, _expected))
        {
            throw new SecurityTokenValidationException(
                $"The server's certificate {certificate.Thumbprint} is not the pinned one.");
        }
    }
}
