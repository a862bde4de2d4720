using System.Collections.Concurrent;
using System.ServiceModel;
using System.ServiceModel.Security;

namespace Channelstack.Interop;

/// <summary>Keeps factories and channels by handle and runs the commands on them.</summary>
public sealed class Peer
{
    private readonly ConcurrentDictionary<int, ICommunicationObject> _objects = new();
    private int _lastHandle;

    public async Task<object?> RunAsync(Command command)
    {
        switch (command.Name)
        {
            case "openFactory":
                return Keep(OpenFactory(command));
            case "createChannel":
                return Keep((ICommunicationObject)CreateChannel(Get<ChannelFactory>(command)));
            case "open":
                await OpenAsync(Get<ICommunicationObject>(command));
                return null;
            case "call":
                return await Calls.CallAsync(
                    Get<object>(command), Require(command.Operation, "operation"), command.Args ?? []);
            case "callWithHeader":
                return await Calls.CallWithHeaderAsync(
                    Get<ICalculator>(command), Require(command.Args, "args"));
            case "callMany":
                return await Calls.CallManyAsync(
                    Get<object>(command),
                    Require(command.Operation, "operation"),
                    Require(command.ArgsList, "argsList"),
                    command.Concurrency);
            case "echoTypes":
                return await Types.EchoAllAsync(Get<ITypes>(command));
            case "readRequest":
                return Types.ReadRequest(Require(command.Args, "args")[0].GetString()!);
            case "callMessages":
                return MessageContracts.CallAll(Get<IMessages>(command));
            case "callStreams":
                return Streams.CallAll(Get<IStreams>(command));
            case "state":
                return Report(Get<ICommunicationObject>(command));
            case "waitForState":
                return await WaitForStateAsync(
                    Get<ICommunicationObject>(command),
                    Enum.Parse<CommunicationState>(Require(command.State, "state")),
                    TimeSpan.FromMilliseconds(command.TimeoutMs));
            case "close":
                await CloseAsync(Get<ICommunicationObject>(command));
                return null;
            case "abort":
                Get<ICommunicationObject>(command).Abort();
                return null;
            default:
                throw new ArgumentException($"Unknown command: {command.Name}");
        }
    }

    public void AbortAll()
    {
        foreach (ICommunicationObject kept in _objects.Values)
        {
            kept.Abort();
        }
    }

    private static object CreateChannel(ChannelFactory factory) =>
        factory switch
        {
            ChannelFactory<INotebook> notebooks => notebooks.CreateChannel(),
            ChannelFactory<ITypes> types => types.CreateChannel(),
            ChannelFactory<IMessages> messages => messages.CreateChannel(),
            ChannelFactory<IStreams> streams => streams.CreateChannel(),
            _ => ((ChannelFactory<ICalculator>)factory).CreateChannel(),
        };

    private static ChannelFactory OpenFactory(Command command)
    {
        Uri address = new(Require(command.Address, "address"));
        System.ServiceModel.Channels.Binding binding =
            Bindings.Build(command.Binding ?? new BindingDescription(), address);
        EndpointAddress endpoint = new(address);
        ChannelFactory factory = command.Contract switch
        {
            "INotebook" => new ChannelFactory<INotebook>(binding, endpoint),
            "ITypes" => new ChannelFactory<ITypes>(binding, endpoint),
            "IMessages" => new ChannelFactory<IMessages>(binding, endpoint),
            "IStreams" => new ChannelFactory<IStreams>(binding, endpoint),
            _ => new ChannelFactory<ICalculator>(binding, endpoint),
        };
        if (command.Via is not null)
        {
            factory.Endpoint.EndpointBehaviors.Add(new ViaBehavior(new Uri(command.Via)));
        }
        if (command.CertificatePem is not null)
        {
            factory.Credentials.ServiceCertificate.SslCertificateAuthentication = new X509ServiceCertificateAuthentication
            {
                CertificateValidationMode = X509CertificateValidationMode.Custom,
                CustomCertificateValidator = new CertificatePin(command.CertificatePem),
            };
        }
        factory.Open();
        return factory;
    }

    private int Keep(ICommunicationObject value)
    {
        int handle = Interlocked.Increment(ref _lastHandle);
        _objects[handle] = value;
        return handle;
    }

    private T Get<T>(Command command)
        where T : class
    {
        int handle = command.Handle ?? throw new ArgumentException($"{command.Name} needs a handle.");
        return _objects.TryGetValue(handle, out ICommunicationObject? value) && value is T wanted
            ? wanted
            : throw new ArgumentException($"{command.Name}: handle {handle} is no {typeof(T).Name}.");
    }

    // Handles stay known after a close or abort: a test may still ask for the state.
    private static StateReport Report(ICommunicationObject value) =>
        new(value.State.ToString(), (value as IContextChannel)?.SessionId);

    private static async Task<StateReport> WaitForStateAsync(
        ICommunicationObject value,
        CommunicationState state,
        TimeSpan timeout)
    {
        TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        EventHandler onChange = (_, _) =>
        {
            if (value.State == state)
            {
                changed.TrySetResult();
            }
        };
        value.Opened += onChange;
        value.Closed += onChange;
        value.Faulted += onChange;
        try
        {
            onChange(value, EventArgs.Empty);
            await changed.Task.WaitAsync(timeout);
            return Report(value);
        }
        finally
        {
            value.Opened -= onChange;
            value.Closed -= onChange;
            value.Faulted -= onChange;
        }
    }

    private static Task OpenAsync(ICommunicationObject value) =>
        Task.Factory.FromAsync(value.BeginOpen, value.EndOpen, null);

    private static Task CloseAsync(ICommunicationObject value) =>
        Task.Factory.FromAsync(value.BeginClose, value.EndClose, null);

    private static T Require<T>(T? value, string name)
        where T : class => value ?? throw new ArgumentException($"The command lacks {name}.");
}
