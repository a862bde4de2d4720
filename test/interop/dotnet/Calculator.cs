using System.Runtime.Serialization;
using System.ServiceModel;

namespace Channelstack.Interop;

/// <summary>The contract that every peer speaks; the session is optional so that plain HTTP works too.</summary>
[ServiceContract(
    Name = "ICalculator",
    Namespace = Contract.Namespace,
    SessionMode = SessionMode.Allowed)]
public interface ICalculator
{
    [OperationContract]
    Task<double> AddAsync(double n1, double n2);

    [OperationContract]
    Task<double> SubtractAsync(double n1, double n2);

    [OperationContract]
    Task<double> MultiplyAsync(double n1, double n2);

    [OperationContract]
    Task<double> DivideAsync(double n1, double n2);

    [OperationContract]
    [FaultContract(typeof(MathFault))]
    Task<double> SafeDivideAsync(double n1, double n2);

    [OperationContract]
    Task FailAsync(string message);

    [OperationContract(IsOneWay = true)]
    Task NoteAsync(string text);

    [OperationContract]
    Task<string[]> NotesAsync();

    [OperationContract]
    Task<string> EchoAsync(string text);

    [OperationContract]
    Task<int> NextAsync();
}

/// <summary>A contract without replies: a reliable session for it has one sequence only.</summary>
[ServiceContract(
    Name = "INotebook",
    Namespace = Contract.Namespace,
    SessionMode = SessionMode.Required)]
public interface INotebook
{
    [OperationContract(IsOneWay = true)]
    Task NoteAsync(string text);
}

/// <summary>The declared fault of SafeDivide.</summary>
[DataContract(Namespace = Contract.Namespace)]
public sealed class MathFault
{
    [DataMember(Name = "operation")]
    public string? Operation { get; set; }

    [DataMember(Name = "problemType")]
    public string? ProblemType { get; set; }
}

/// <summary>Names that the contract's attributes share.</summary>
public static class Contract
{
    public const string Namespace = "http://Microsoft.ServiceModel.Samples";
}
