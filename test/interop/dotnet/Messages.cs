using System.Text.Json;
using System.Text.Json.Serialization;

namespace Channelstack.Interop;

/// <summary>One line of input. Which fields count depends on the command's name.</summary>
public sealed record Command(
    int Id,
    [property: JsonPropertyName("command")] string Name,
    int? Handle = null,
    string? Address = null,
    string? Via = null,
    BindingDescription? Binding = null,
    string? CertificatePem = null,
    string? Contract = null,
    string? Operation = null,
    JsonElement[]? Args = null,
    JsonElement[][]? ArgsList = null,
    int Concurrency = 1,
    string? State = null,
    int TimeoutMs = 10_000);

/// <summary>The binding to build; transport security follows from the scheme of the address.</summary>
public sealed record BindingDescription(
    string? Reliable = null,
    bool Ordered = true,
    bool FlowControl = true,
    int? InactivityTimeoutMs = null,
    int? MaxRetryCount = null,
    int? MaxTransferWindowSize = null,
    string Encoding = "text",
    string MessageVersion = "Soap12WSAddressing10",
    TimeoutDescription? Timeouts = null,
    string TransferMode = "Buffered",
    string? Standard = null);

/// <summary>The four timeouts of a binding, in milliseconds; what is left out keeps its default.</summary>
public sealed record TimeoutDescription(
    int? OpenMs = null,
    int? CloseMs = null,
    int? SendMs = null,
    int? ReceiveMs = null);

/// <summary>One line of output.</summary>
public sealed record Verdict(int Id, bool Ok, object? Result = null, ErrorReport? Error = null);

/// <summary>What became of one call of many.</summary>
public sealed record CallOutcome(bool Ok, object? Result = null, ErrorReport? Error = null);

/// <summary>What became of many calls, in the order of their arguments.</summary>
public sealed record ManyOutcomes(double ElapsedMs, CallOutcome[] Outcomes);

/// <summary>The state of a channel or factory; only a channel has a session.</summary>
public sealed record StateReport(string State, string? SessionId = null);
