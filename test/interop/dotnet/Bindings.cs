using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;

namespace Channelstack.Interop;

/// <summary>Builds bindings from their descriptions.</summary>
public static class Bindings
{
    private const int MaxMessageBytes = 64 * 1024 * 1024;

    public static Binding Build(BindingDescription description, Uri address) =>
        description.Standard is null ? Custom(description, address) : Standard(description, address);

    /// <summary>A standard binding as its class makes it, with security by the scheme of the address.</summary>
    private static Binding Standard(BindingDescription description, Uri address)
    {
        bool isSecure = address.Scheme == "https";
        bool isReliable = description.Reliable is not null;
        switch (description.Standard)
        {
            case "basicHttpBinding":
                return new BasicHttpBinding(isSecure ? BasicHttpSecurityMode.Transport : BasicHttpSecurityMode.None)
                {
                    UseDefaultWebProxy = false,
                };
            case "basicHttpsBinding":
                return new BasicHttpsBinding { UseDefaultWebProxy = false };
            case "wsHttpBinding":
                return WithoutCredentials(new WSHttpBinding(isSecure ? SecurityMode.Transport : SecurityMode.None, isReliable));
            case "ws2007HttpBinding":
                return WithoutCredentials(new WS2007HttpBinding(isSecure ? SecurityMode.Transport : SecurityMode.None, isReliable));
            default:
                throw new ArgumentException($"Unknown binding: {description.Standard}");
        }
    }

    private static WSHttpBinding WithoutCredentials(WSHttpBinding binding)
    {
        binding.UseDefaultWebProxy = false;
        binding.Security.Transport.ClientCredentialType = HttpClientCredentialType.None;
        return binding;
    }

    private static CustomBinding Custom(BindingDescription description, Uri address)
    {
        MessageVersion version = ParseVersion(description.MessageVersion);
        List<BindingElement> elements = [];
        if (description.Reliable is not null)
        {
            elements.Add(ReliableSession(description));
        }
        elements.Add(Encoding(description.Encoding, version));
        elements.Add(Transport(address, Enum.Parse<TransferMode>(description.TransferMode)));

        CustomBinding binding = new(elements);
        if (description.Timeouts is { } timeouts)
        {
            binding.OpenTimeout = Milliseconds(timeouts.OpenMs) ?? binding.OpenTimeout;
            binding.CloseTimeout = Milliseconds(timeouts.CloseMs) ?? binding.CloseTimeout;
            binding.SendTimeout = Milliseconds(timeouts.SendMs) ?? binding.SendTimeout;
            binding.ReceiveTimeout = Milliseconds(timeouts.ReceiveMs) ?? binding.ReceiveTimeout;
        }
        return binding;
    }

    private static ReliableSessionBindingElement ReliableSession(BindingDescription description)
    {
        ReliableSessionBindingElement element = new()
        {
            Ordered = description.Ordered,
            FlowControlEnabled = description.FlowControl,
            ReliableMessagingVersion = description.Reliable switch
            {
                "February2005" => ReliableMessagingVersion.WSReliableMessagingFebruary2005,
                "11" => ReliableMessagingVersion.WSReliableMessaging11,
                _ => throw new ArgumentException($"Unknown version of reliable messaging: {description.Reliable}"),
            },
        };
        element.InactivityTimeout = Milliseconds(description.InactivityTimeoutMs) ?? element.InactivityTimeout;
        element.MaxRetryCount = description.MaxRetryCount ?? element.MaxRetryCount;
        element.MaxTransferWindowSize = description.MaxTransferWindowSize ?? element.MaxTransferWindowSize;
        return element;
    }

    private static MessageEncodingBindingElement Encoding(string encoding, MessageVersion version) =>
        encoding switch
        {
            "text" => new TextMessageEncodingBindingElement(version, new UTF8Encoding(false)),
            "mtom" => new MtomMessageEncodingBindingElement(version, new UTF8Encoding(false)),
            "binary" => new BinaryMessageEncodingBindingElement(),
            _ => throw new ArgumentException($"Unknown encoding: {encoding}"),
        };

    private static HttpTransportBindingElement Transport(Uri address, TransferMode mode)
    {
        HttpTransportBindingElement element = address.Scheme switch
        {
            "http" => new HttpTransportBindingElement(),
            "https" => new HttpsTransportBindingElement(),
            _ => throw new ArgumentException($"Unknown scheme: {address.Scheme}"),
        };
        element.MaxReceivedMessageSize = MaxMessageBytes;
        element.MaxBufferSize = mode == TransferMode.Buffered ? MaxMessageBytes : 65536;
        element.TransferMode = mode;
        // A proxy of the environment would stand between two peers on loopback.
        element.UseDefaultWebProxy = false;
        return element;
    }

    private static MessageVersion ParseVersion(string name) =>
        name switch
        {
            "Soap11" => MessageVersion.Soap11,
            "Soap12" => MessageVersion.CreateVersion(EnvelopeVersion.Soap12, AddressingVersion.None),
            "Soap11WSAddressing10" => MessageVersion.CreateVersion(EnvelopeVersion.Soap11, AddressingVersion.WSAddressing10),
            "Soap12WSAddressing10" => MessageVersion.Soap12WSAddressing10,
            "Soap11WSAddressingAugust2004" => MessageVersion.Soap11WSAddressingAugust2004,
            "Soap12WSAddressingAugust2004" => MessageVersion.Soap12WSAddressingAugust2004,
            _ => throw new ArgumentException($"Unknown message version: {name}"),
        };

    private static TimeSpan? Milliseconds(int? value) => value is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
