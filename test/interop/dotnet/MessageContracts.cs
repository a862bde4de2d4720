using System.Runtime.Serialization;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text;
using System.Xml;
using System.Xml.Serialization;

namespace Channelstack.Interop;

/// <summary>Operations whose messages are laid out in every way that a contract can ask for.</summary>
[ServiceContract(Name = "IMessages", Namespace = MessageContracts.Namespace)]
public interface IMessages
{
    [OperationContract]
    OrderPlaced Place(PlaceOrder order);

    [OperationContract]
    string Divide(int a, ref int b, out double rest);

    [OperationContract]
    Message Raw(Message message);

    [OperationContract(Action = "urn:messages:named", ReplyAction = "urn:messages:answered")]
    [return: MessageParameter(Name = "outcome")]
    string Named([MessageParameter(Name = "in-put")] string text);

    [OperationContract]
    [DataContractFormat(Style = OperationFormatStyle.Rpc)]
    Member? Rpc(Member? member, int[] numbers);

    [OperationContract]
    [FaultContract(typeof(Problem))]
    [FaultContract(typeof(OtherProblem), Name = "Other", Namespace = "urn:other", Action = "urn:other:fault")]
    void Fail(string how);

    [OperationContract]
    [XmlSerializerFormat]
    XsOrder? EchoXml(XsOrder? order, int number);

    [OperationContract]
    [XmlSerializerFormat(Style = OperationFormatStyle.Rpc)]
    XsOrder? RpcXml(XsOrder? order);

    [OperationContract]
    [XmlSerializerFormat(SupportFaults = true)]
    [FaultContract(typeof(XsProblem))]
    void FailXml(string why);
}

[MessageContract(WrapperName = "Order", WrapperNamespace = "urn:wrap")]
public sealed class PlaceOrder
{
    [MessageHeader(MustUnderstand = true)] public string? Tenant;
    [MessageHeader(Name = "trace-id", Namespace = "urn:trace")] public MessageHeader<int>? Trace;
    [MessageHeaderArray(Name = "Tag", Namespace = "urn:tags")] public string[]? Tags;
    [MessageHeader] public Circle? Shape;
    [MessageBodyMember(Order = 1)] public string? Item;
    [MessageBodyMember(Namespace = "urn:count", Name = "Count")] public int Number;
}

[MessageContract(IsWrapped = false)]
public sealed class OrderPlaced
{
    [MessageHeader(MustUnderstand = true)] public string? Node;
    [MessageBodyMember(Order = 1)] public string? Text;
    [MessageBodyMember(Order = 2)] public Circle? Shape;
}

[DataContract(Namespace = MessageContracts.Namespace)]
public sealed class Problem
{
    [DataMember] public int Code;
}

[DataContract(Namespace = MessageContracts.Namespace)]
public sealed class OtherProblem
{
    [DataMember] public string? Why;
}

[XmlType("Order", Namespace = "urn:xml-orders")]
[XmlInclude(typeof(XsGift))]
public class XsOrder
{
    [XmlAttribute("id")] public int Id;
    [XmlAttribute(DataType = "hexBinary")] public byte[]? Digest;
    [XmlAttribute("lang", Namespace = "http://www.w3.org/XML/1998/namespace")] public string? Language;
    public string? Customer;
    [XmlElement(IsNullable = true)] public string? Note;
    public int? Discount;
    [XmlElement("line")] public XsLine[]? Lines;
    [XmlArray("tags"), XmlArrayItem("tag", Namespace = "urn:tags")] public string?[]? Tags;
    [XmlElement(DataType = "date")] public DateTime Day;
    public XsState State;
    [XmlElement("card", typeof(string)), XmlElement("cash", typeof(decimal))] public object? Payment;
    public object? Anything;
    [XmlAnyElement] public XmlElement[]? Rest;
}

[XmlType("Gift", Namespace = "urn:xml-orders")]
public sealed class XsGift : XsOrder
{
    public string? For;
}

[XmlType(Namespace = "urn:xml-lines")]
public sealed class XsLine
{
    [XmlAttribute] public decimal Price;
    [XmlText] public string? Name;
    [XmlAnyAttribute] public XmlAttribute[]? Attributes;
}

[XmlType(Namespace = "urn:xml-orders")]
public enum XsState
{
    Open,
    [XmlEnum("sent off")] Sent,
}

[XmlRoot("problem", Namespace = "urn:xml-orders")]
public sealed class XsProblem
{
    public string? Why;
}

public static class MessageContracts
{
    public const string Namespace = "urn:messages";

    /// <summary>Calls all operations; what comes back is told beside what should.</summary>
    public static Echo[] CallAll(IMessages channel)
    {
        List<Echo> echoes = [];
        void Try(string name, string? expected, Func<string?> call)
        {
            try
            {
                echoes.Add(new Echo(name, expected, call()));
            }
            catch (Exception error)
            {
                echoes.Add(new Echo(name, expected, null, $"{error.GetType().Name}: {error.Message} {error.InnerException?.Message}"));
            }
        }
        void Fails<T>(string name, string? expected, Action call, Func<FaultException<T>, string?> describe) =>
            Try(name, expected, () =>
            {
                try
                {
                    call();
                    return "no fault";
                }
                catch (FaultException<T> fault)
                {
                    return describe(fault);
                }
            });

        PlaceOrder order = new()
        {
            Tenant = "acme",
            Trace = new MessageHeader<int>(7) { MustUnderstand = true },
            Tags = ["a", "b"],
            Shape = new Circle { Label = "c", Radius = 2 },
            Item = "tea",
            Number = 3,
        };
        Try("a message contract", "acme: acme tea 3 7 a,b c 2", () => Describe(channel.Place(order)));
        Try("a message contract of nulls", ": null null 0 null null null null", () => Describe(channel.Place(new PlaceOrder())));
        Try("ref and out", "7/2 1 3.5", () =>
        {
            int b = 2;
            string result = channel.Divide(7, ref b, out double rest);
            return FormattableString.Invariant($"{result} {b} {rest}");
        });
        Try("an untyped message", "raw hello", () =>
        {
            MessageVersion version = ((IClientChannel)channel).GetProperty<MessageVersion>() ?? MessageVersion.Default;
            using Message reply = channel.Raw(Message.CreateMessage(version, $"{Namespace}/IMessages/Raw", "hello"));
            return reply.GetBody<string>();
        });
        Try("named parameters", "named", () => channel.Named("named"));
        Member ann = new() { Name = "Ann", Friends = [] };
        ann.Friends.Add(ann);
        Try("rpc", "Ann 1 True", () =>
        {
            Member? member = channel.Rpc(ann, [1, 2]);
            return $"{member?.Name} {member?.Friends?.Count} {member?.Friends?[0] == member}";
        });
        Try("rpc with null", "True", () => (channel.Rpc(null, []) == null).ToString());
        Fails<Problem>("a fault", "5 why Server", () => channel.Fail("problem"),
            fault => $"{fault.Detail.Code} {fault.Message} {fault.Code.Name.Replace("Receiver", "Server", StringComparison.Ordinal)}");
        Fails<OtherProblem>("a named fault", "because", () => channel.Fail("other"), fault => fault.Detail.Why);
        foreach ((string name, XsOrder? value) in Orders())
        {
            Try($"xml: {name}", Write(value), () => Write(channel.EchoXml(value, 1)));
            Try($"rpc xml: {name}", Write(value), () => Write(channel.RpcXml(value)));
        }
        Fails<XsProblem>("an xml fault", "because", () => channel.FailXml("because"), fault => fault.Detail.Why);
        return [.. echoes];
    }

    private static string Describe(OrderPlaced placed) =>
        FormattableString.Invariant($"{placed.Node}: {placed.Text} {placed.Shape?.Radius.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}");

    private static IEnumerable<(string Name, XsOrder? Value)> Orders()
    {
        XmlDocument document = new();
        document.LoadXml("<x:any a='1' xmlns:x='urn:any'>text<x:b/></x:any>");
        XmlAttribute attribute = document.CreateAttribute("y", "extra", "urn:extra");
        attribute.Value = "e";
        yield return ("defaults", new XsOrder());
        yield return ("everything", new XsOrder
        {
            Id = -1,
            Digest = [1, 255],
            Language = "de",
            Customer = "<Ann & Bob>",
            Note = "",
            Discount = 5,
            Lines = [new XsLine { Price = 1.50m, Name = "tea", Attributes = [attribute] }, new XsLine { Price = -2m }],
            Tags = ["one", "", null],
            Day = new DateTime(2024, 2, 29),
            State = XsState.Sent,
            Payment = 12.30m,
            Anything = 42,
            Rest = [document.DocumentElement!],
        });
        yield return ("a derived class", new XsGift { For = "Eve", Payment = "4711", Anything = "text", Tags = [] });
    }

    private static string? Write(XsOrder? value)
    {
        if (value is null)
        {
            return null;
        }
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text))
        {
            new XmlSerializer(typeof(XsOrder)).Serialize(writer, value);
        }
        return text.ToString();
    }
}
