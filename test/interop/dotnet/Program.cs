using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channelstack.Interop;

/// <summary>
/// Reads one JSON command a line from standard input and writes one JSON verdict a line to standard output. Commands
/// run side by side; the verdict carries the command's id. Ends at the end of input or at the command "stop".
/// </summary>
public static class Program
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static readonly Lock OutputLock = new();

    public static async Task<int> Main()
    {
        TextWriter output = Console.Out;
        // Only verdicts may appear on standard output, whatever a library prints.
        Console.SetOut(Console.Error);
        // Concurrent scenarios block threads inside the reliable channel; the pool's slow growth would show as latency.
        ThreadPool.SetMinThreads(64, 64);

        Peer peer = new();
        List<Task> running = [];
        while (await Console.In.ReadLineAsync() is { } line)
        {
            Command command = JsonSerializer.Deserialize<Command>(line, Json)
                ?? throw new InvalidOperationException($"Not a command: {line}");
            if (command.Name == "stop")
            {
                Write(output, new Verdict(command.Id, true));
                break;
            }
            running.RemoveAll(task => task.IsCompleted);
            running.Add(Task.Run(async () => Write(output, await RunAsync(peer, command))));
        }
        peer.AbortAll();
        return 0;
    }

    private static async Task<Verdict> RunAsync(Peer peer, Command command)
    {
        try
        {
            return new Verdict(command.Id, true, await peer.RunAsync(command));
        }
        catch (Exception error)
        {
            return new Verdict(command.Id, false, Error: ErrorReport.From(error));
        }
    }

    private static void Write(TextWriter output, Verdict verdict)
    {
        string line = JsonSerializer.Serialize(verdict, Json);
        lock (OutputLock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }
}
