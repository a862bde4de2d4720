using System.Security.Cryptography;
using System.ServiceModel;

namespace Channelstack.Interop;

/// <summary>Operations whose messages have a stream as their body.</summary>
[ServiceContract(Name = "IStreams", Namespace = Streams.Namespace)]
public interface IStreams
{
    [OperationContract]
    int Count(Stream data);

    [OperationContract]
    Stream Make(int bytes);

    [OperationContract]
    Stream Echo(Stream data);

    [OperationContract]
    NamedFile Rename(NamedFile file);

    [OperationContract]
    int Add(int number);
}

[MessageContract]
public sealed class NamedFile
{
    [MessageHeader(Namespace = Streams.Namespace)] public string? Name;
    [MessageBodyMember(Namespace = Streams.Namespace)] public Stream? Content;
}

/// <summary>Calls all of them, and tells what came back beside what should.</summary>
public static class Streams
{
    public const string Namespace = "urn:channelstack:streams";

    public static Echo[] CallAll(IStreams channel)
    {
        byte[] bytes = new byte[1_000_003];
        new Random(7).NextBytes(bytes);
        NamedFile renamed = channel.Rename(new NamedFile { Name = "file", Content = new MemoryStream(bytes) });
        using Stream made = channel.Make(300_000);
        byte[] first = new byte[100];
        made.ReadExactly(first);
        return
        [
            new("Count", $"{bytes.Length}", $"{channel.Count(new MemoryStream(bytes))}"),
            new("Make", "300000", $"{100 + ReadAll(made).Length}"),
            new("Echo", Hash(bytes), Hash(ReadAll(channel.Echo(new MemoryStream(bytes))))),
            new("Empty", Hash([]), Hash(ReadAll(channel.Echo(new MemoryStream())))),
            new("Rename", "new file", renamed.Name),
            new("Content", Hash(bytes), Hash(ReadAll(renamed.Content!))),
            new("Add", "2", $"{channel.Add(1)}"),
        ];
    }

    private static byte[] ReadAll(Stream stream)
    {
        using MemoryStream all = new();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes));
}
