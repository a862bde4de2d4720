using System.Data;
using System.Runtime.Serialization;
using System.ServiceModel;
using System.Text;
using System.Xml;

namespace Channelstack.Interop;

/// <summary>Values of all kinds, which the service sends back.</summary>
[ServiceContract(Name = "ITypes", Namespace = Types.Namespace)]
[ServiceKnownType(typeof(int[]))]
[ServiceKnownType(typeof(Circle))]
[ServiceKnownType(typeof(Color))]
public interface ITypes
{
    [OperationContract]
    Task<AllTypes?> EchoAllAsync(AllTypes? value);

    [OperationContract]
    Task<Shape?[]?> EchoShapesAsync(Shape?[]? value);

    [OperationContract]
    Task<object?> EchoAnyAsync(object? value);

    [OperationContract]
    Task<Member?> EchoGraphAsync(Member? value);

    [OperationContract]
    Task<Things?> EchoThingsAsync(Things? value);

    [OperationContract]
    Task<Dictionary<string, Shape?>?> EchoMapAsync(Dictionary<string, Shape?>? value);

    [OperationContract]
    Task<Plan?> EchoPlanAsync(Plan? value);

    [OperationContract]
    Task<DataSet?> EchoDataSetAsync(DataSet? value);

    [OperationContract]
    Task<Info?> EchoInfoAsync(Info? value);
}

public enum Color
{
    Red,
    Green = 5,
}

[Flags]
public enum Rights
{
    None = 0,
    Read = 1,
    Write = 2,
}

[DataContract(Namespace = Types.Namespace)]
public sealed class AllTypes
{
    [DataMember] public bool Bool;
    [DataMember] public sbyte SByte;
    [DataMember] public byte Byte;
    [DataMember] public short Short;
    [DataMember] public ushort UShort;
    [DataMember] public int Int;
    [DataMember] public uint UInt;
    [DataMember] public long Long;
    [DataMember] public ulong ULong;
    [DataMember] public float Float;
    [DataMember] public double Double;
    [DataMember] public decimal Decimal;
    [DataMember] public char Char;
    [DataMember] public string? String;
    [DataMember] public DateTime Utc;
    [DataMember] public DateTime Unspecified;
    [DataMember] public DateTimeOffset Offset;
    [DataMember] public TimeSpan Span;
    [DataMember] public Guid Guid;
    [DataMember] public byte[]? Bytes;
    [DataMember] public Uri? Uri;
    [DataMember] public XmlQualifiedName? Name;
    [DataMember] public int? Maybe;
    [DataMember] public Color Color;
    [DataMember] public Rights Rights;
    [DataMember(EmitDefaultValue = false)] public string? Left;
    [DataMember(Order = 1, IsRequired = true)] public int[]? Numbers;
}

[DataContract(Namespace = Types.Namespace)]
[KnownType(typeof(Circle))]
[KnownType(typeof(Square))]
public class Shape
{
    [DataMember] public string? Label;
}

[DataContract(Namespace = Types.Namespace)]
public sealed class Circle : Shape
{
    [DataMember] public double Radius;
}

[DataContract(Namespace = "urn:squares")]
public sealed class Square : Shape
{
    [DataMember] public Shape? Inside;
}

[DataContract(Namespace = Types.Namespace, IsReference = true)]
public sealed class Member
{
    [DataMember] public string? Name;
    [DataMember] public List<Member?>? Friends;
}

[CollectionDataContract(Name = "Things", Namespace = Types.Namespace, ItemName = "thing")]
public sealed class Things : List<string?>;

/// <summary>A value that is never null.</summary>
[DataContract(Namespace = Types.Namespace)]
public struct Point
{
    [DataMember] public int X;
    [DataMember] public string? Label;
}

[DataContract(Namespace = Types.Namespace)]
public class Sketch
{
    [DataMember(Name = "Title")] public string? Draft;
    [DataMember] public Point From;
}

/// <summary>Writes named values of itself.</summary>
[Serializable]
public sealed class Info : ISerializable
{
    private readonly string? text;
    private readonly DateTime when;
    private readonly int[]? numbers;

    public Info(string? text, DateTime when, int[]? numbers) => (this.text, this.when, this.numbers) = (text, when, numbers);

    private Info(SerializationInfo info, StreamingContext context)
    {
        text = info.GetString("some text");
        when = info.GetDateTime("when");
        numbers = (int[]?)info.GetValue("numbers", typeof(int[]));
    }

    public void GetObjectData(SerializationInfo info, StreamingContext context)
    {
        info.AddValue("some text", text);
        info.AddValue("when", when);
        info.AddValue("numbers", numbers);
    }
}

/// <summary>One of its members has the name of one of its base class.</summary>
[DataContract(Namespace = Types.Namespace)]
public sealed class Plan : Sketch
{
    [DataMember(Name = "Title")] public int Number;
    [DataMember] public Point? To;
    [DataMember(EmitDefaultValue = false)] public Point Via;
    [DataMember] public Point[]? Others;
}

/// <summary>One value sent there and back; both as .NET writes them.</summary>
public sealed record Echo(string Name, string? Sent, string? Returned, string? Error = null);

public static class Types
{
    public const string Namespace = "urn:types";

    /// <summary>Sends values of all kinds to a service that returns them.</summary>
    public static async Task<Echo[]> EchoAllAsync(ITypes channel)
    {
        List<Echo> echoes = [];
        async Task Try<T>(string name, T value, Func<T, Task<T>> echo)
        {
            try
            {
                echoes.Add(new Echo(name, Write(value), Write(await echo(value))));
            }
            catch (Exception error)
            {
                echoes.Add(new Echo(name, Write(value), null, error.Message));
            }
        }
        foreach ((string name, AllTypes? value) in AllKinds())
        {
            await Try(name, value, channel.EchoAllAsync);
        }
        Circle circle = new() { Label = "c", Radius = 1.5 };
        Square square = new() { Label = null, Inside = circle };
        await Try<Shape?[]?>("shapes", [circle, null, square, new Shape { Label = "s" }], channel.EchoShapesAsync);
        await Try<Shape?[]?>("no shapes", [], channel.EchoShapesAsync);
        await Try<Shape?[]?>("null for shapes", null, channel.EchoShapesAsync);
        object?[] anything =
        [
            5, "text", true, 2.5, 7L, 1.25m, (short)3, (byte)4, 'x', 6u, 7ul, 1.5f, Guid.Empty, new byte[] { 1, 2 },
            new DateTime(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), TimeSpan.FromTicks(-1), new Uri("http://example.org/a"),
            new XmlQualifiedName("n", "urn:n"), circle, Color.Green, new[] { 1, 2 }, null,
        ];
        foreach (object? value in anything)
        {
            await Try<object?>($"any {value?.GetType().Name ?? "null"}", value, channel.EchoAnyAsync);
        }
        Member ann = new() { Name = "Ann", Friends = [] };
        Member bob = new() { Name = "Bob", Friends = [ann, null] };
        ann.Friends.AddRange([bob, ann, bob]);
        await Try<Member?>("a graph with cycles", ann, channel.EchoGraphAsync);
        await Try<Things?>("a collection with names of its own", ["a", null, ""], channel.EchoThingsAsync);
        await Try<Dictionary<string, Shape?>?>(
            "a map of shapes", new() { ["one"] = circle, ["none"] = null, ["two"] = square }, channel.EchoMapAsync);
        await Try<Plan?>("structs of defaults, and a name twice", new(), channel.EchoPlanAsync);
        await Try<Plan?>("structs, and a name twice", new()
        {
            Draft = "draft",
            Number = 7,
            From = new() { X = 1, Label = "a" },
            To = new() { X = -2 },
            Via = new() { Label = "" },
            Others = [new() { X = 3 }, default],
        }, channel.EchoPlanAsync);
        await Try<Info?>("named values", new("a <&>", new(2024, 2, 29, 1, 2, 3, DateTimeKind.Utc), [1, 2]), channel.EchoInfoAsync);
        await Try<Info?>("named values that are null", new(null, default, null), channel.EchoInfoAsync);
        await Try<Info?>("no named values", null, channel.EchoInfoAsync);
        await Try<DataSet?>("no DataSet", null, channel.EchoDataSetAsync);
        await Try<DataSet?>("an empty DataSet", new("Nothing"), channel.EchoDataSetAsync);
        await Try<DataSet?>("a DataSet", Orders(), channel.EchoDataSetAsync);
        return [.. echoes];
    }

    /// <summary>A table with rows of which one was changed and one was taken out.</summary>
    private static DataSet Orders()
    {
        DataSet set = new("Orders");
        DataTable table = set.Tables.Add("Order");
        table.Columns.Add("Id", typeof(int));
        table.Columns.Add("Note", typeof(string));
        table.Rows.Add(1, "a <&> b");
        table.Rows.Add(2, DBNull.Value);
        table.Rows.Add(3, "gone");
        set.AcceptChanges();
        table.Rows[1]["Note"] = "changed";
        table.Rows[2].Delete();
        return set;
    }

    private static IEnumerable<(string Name, AllTypes? Value)> AllKinds()
    {
        yield return ("null", null);
        yield return ("defaults", new AllTypes());
        yield return ("least", new AllTypes
        {
            SByte = sbyte.MinValue,
            Short = short.MinValue,
            Int = int.MinValue,
            Long = long.MinValue,
            Float = float.MinValue,
            Double = double.NegativeInfinity,
            Decimal = decimal.MinValue,
            Char = '\u0001',
            String = "",
            Utc = DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
            Offset = DateTimeOffset.MinValue,
            Span = TimeSpan.MinValue,
            Bytes = [],
            Name = new XmlQualifiedName("n"),
            Numbers = [],
        });
        yield return ("most", new AllTypes
        {
            Bool = true,
            SByte = sbyte.MaxValue,
            Byte = byte.MaxValue,
            Short = short.MaxValue,
            UShort = ushort.MaxValue,
            Int = int.MaxValue,
            UInt = uint.MaxValue,
            Long = long.MaxValue,
            ULong = ulong.MaxValue,
            Float = float.Epsilon,
            Double = double.MaxValue,
            Decimal = decimal.MaxValue,
            Char = '\uFFFD',
            String = "<&>\"'\r\n\t \u00e4\u4e16\U0001F600 ]]>",
            Utc = DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
            Unspecified = new DateTime(2024, 2, 29, 12, 34, 56).AddTicks(1234567),
            Offset = new DateTimeOffset(2024, 2, 29, 1, 2, 3, TimeSpan.FromMinutes(-330)),
            Span = TimeSpan.MaxValue,
            Guid = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
            Bytes = [.. Enumerable.Range(0, 256).Select(one => (byte)one)],
            Uri = new Uri("http://example.org/a?b=c#d"),
            Name = new XmlQualifiedName("n", "urn:n"),
            Maybe = -1,
            Color = Color.Green,
            Rights = Rights.Read | Rights.Write,
            Left = "not left out",
            Numbers = [1, -1, 0],
        });
    }

    /// <summary>Reads a request of ITypes as its service would, and writes the value that it has.</summary>
    public static string? ReadRequest(string envelope)
    {
        using XmlReader xml = XmlReader.Create(new StringReader(envelope), new XmlReaderSettings { CheckCharacters = false });
        using System.ServiceModel.Channels.Message message = System.ServiceModel.Channels.Message.CreateMessage(
            xml, int.MaxValue, System.ServiceModel.Channels.MessageVersion.Soap12WSAddressing10);
        XmlDictionaryReader body = message.GetReaderAtBodyContents();
        string operation = body.LocalName;
        body.ReadStartElement(operation, Namespace);
        return operation switch
        {
            "EchoAll" => Read<AllTypes>(body),
            "EchoShapes" => Read<Shape?[]>(body),
            "EchoAny" => Read<object>(body),
            "EchoGraph" => Read<Member>(body),
            "EchoThings" => Read<Things>(body),
            "EchoMap" => Read<Dictionary<string, Shape?>>(body),
            "EchoPlan" => Read<Plan>(body),
            "EchoDataSet" => Read<DataSet>(body),
            "EchoInfo" => Read<Info>(body),
            _ => throw new ArgumentException($"ITypes has no operation {operation}.", nameof(envelope)),
        };
    }

    private static string? Read<T>(XmlDictionaryReader body)
    {
        DataContractSerializer serializer = new(typeof(T), "value", Namespace, KnownTypes);
        return Write((T?)serializer.ReadObject(body));
    }

    private static readonly Type[] KnownTypes = [typeof(int[]), typeof(Circle), typeof(Color)];

    private static string? Write<T>(T value)
    {
        DataContractSerializer serializer = new(typeof(T), KnownTypes);
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { CheckCharacters = false }))
        {
            serializer.WriteObject(writer, value);
        }
        return text.ToString();
    }
}
