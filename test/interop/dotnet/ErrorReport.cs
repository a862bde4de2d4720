using System.ServiceModel;
using System.ServiceModel.Channels;
using System.Xml;

namespace Channelstack.Interop;

/// <summary>An exception in a form that another language can assert on.</summary>
public sealed record ErrorReport(
    string Type,
    string Message,
    ErrorReport? Inner = null,
    FaultReport? Fault = null)
{
    public static ErrorReport From(Exception error) =>
        new(
            TypeName(error.GetType()),
            error.Message,
            error.InnerException is { } inner ? From(inner) : null,
            error is FaultException fault ? FaultReport.From(fault) : null);

    /// <summary>"FaultException&lt;MathFault&gt;" instead of the mangled name of a generic type.</summary>
    private static string TypeName(Type type) =>
        type.IsGenericType
            ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(",", type.GetGenericArguments().Select(TypeName))}>"
            : type.Name;
}

/// <summary>
/// The parts of a SOAP fault. A declared detail is an object and its type the name of the .NET class; any other is
/// its XML text, and its type the expanded name of the element.
/// </summary>
public sealed record FaultReport(
    string Code,
    string? Subcode,
    string Reason,
    string? Action,
    string? DetailType,
    object? Detail)
{
    public static FaultReport From(FaultException error)
    {
        (string? detailType, object? detail) = error switch
        {
            FaultException<MathFault> declared => (nameof(MathFault), declared.Detail),
            _ => RawDetail(error.CreateMessageFault()),
        };
        return new FaultReport(
            QualifiedName(error.Code) ?? "",
            QualifiedName(error.Code.SubCode),
            error.Reason.GetMatchingTranslation().Text,
            error.Action,
            detailType,
            detail);
    }

    private static (string?, object?) RawDetail(MessageFault fault)
    {
        if (!fault.HasDetail)
        {
            return (null, null);
        }
        using XmlDictionaryReader reader = fault.GetReaderAtDetailContents();
        string type = $"{{{reader.NamespaceURI}}}{reader.LocalName}";
        return (type, reader.ReadOuterXml());
    }

    /// <summary>"{namespace}name", or the bare name for the codes of SOAP itself.</summary>
    private static string? QualifiedName(FaultCode? code) =>
        code is null ? null : code.IsPredefinedFault ? code.Name : $"{{{code.Namespace}}}{code.Name}";
}
