using System.Diagnostics;
using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Text.Json;

namespace Channelstack.Interop;

/// <summary>Calls operations of the contract by name.</summary>
public static class Calls
{
    public static async Task<object?> CallAsync(object target, string operation, JsonElement[] args)
    {
        if (target is INotebook notebook)
        {
            await notebook.NoteAsync(Text(args, 0));
            return null;
        }
        ICalculator channel = (ICalculator)target;
        switch (operation)
        {
            case "Add":
                return await channel.AddAsync(Number(args, 0), Number(args, 1));
            case "Subtract":
                return await channel.SubtractAsync(Number(args, 0), Number(args, 1));
            case "Multiply":
                return await channel.MultiplyAsync(Number(args, 0), Number(args, 1));
            case "Divide":
                return await channel.DivideAsync(Number(args, 0), Number(args, 1));
            case "SafeDivide":
                return await channel.SafeDivideAsync(Number(args, 0), Number(args, 1));
            case "Fail":
                await channel.FailAsync(Text(args, 0));
                return null;
            case "Note":
                await channel.NoteAsync(Text(args, 0));
                return null;
            case "Notes":
                return await channel.NotesAsync();
            case "Echo":
                return await channel.EchoAsync(Text(args, 0));
            case "Next":
                return await channel.NextAsync();
            default:
                throw new ArgumentException($"The contract has no operation {operation}.");
        }
    }

    /// <summary>Calls Echo with a text and the header Tenant; returns the result and the header Tenant of the reply.</summary>
    public static async Task<string[]> CallWithHeaderAsync(ICalculator channel, JsonElement[] args)
    {
        const string ns = "urn:channelstack:tenant";
        Task<string> call;
        OperationContext context = new((IContextChannel)channel);
        using (new OperationContextScope(context))
        {
            context.OutgoingMessageHeaders.Add(MessageHeader.CreateHeader("Tenant", ns, Text(args, 1)));
            call = channel.EchoAsync(Text(args, 0));
        }
        string result = await call;
        MessageHeaders? headers = context.IncomingMessageHeaders;
        int index = headers?.FindHeader("Tenant", ns) ?? -1;
        return [result, index < 0 ? "" : headers!.GetHeader<string>(index)];
    }

    /// <summary>Makes one call per argument list, at most <paramref name="concurrency"/> of them at a time.</summary>
    public static async Task<ManyOutcomes> CallManyAsync(
        object channel,
        string operation,
        JsonElement[][] argsList,
        int concurrency)
    {
        CallOutcome[] outcomes = new CallOutcome[argsList.Length];
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(
            0,
            argsList.Length,
            new ParallelOptions { MaxDegreeOfParallelism = concurrency },
            async (index, _) => outcomes[index] = await OutcomeAsync(channel, operation, argsList[index]));
        return new ManyOutcomes(Stopwatch.GetElapsedTime(start).TotalMilliseconds, outcomes);
    }

    private static async Task<CallOutcome> OutcomeAsync(object channel, string operation, JsonElement[] args)
    {
        try
        {
            return new CallOutcome(true, await CallAsync(channel, operation, args));
        }
        catch (Exception error)
        {
            return new CallOutcome(false, Error: ErrorReport.From(error));
        }
    }

    private static double Number(JsonElement[] args, int index) => args[index].Deserialize<double>(Program.Json);

    private static string Text(JsonElement[] args, int index) => args[index].GetString() ?? "";
}
