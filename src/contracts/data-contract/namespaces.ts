/** The namespace of XML Schema's built-in types. */
export const schemaNamespace = 'http://www.w3.org/2001/XMLSchema';

/** The namespace of the attributes `nil` and `type`. */
export const schemaInstanceNamespace = 'http://www.w3.org/2001/XMLSchema-instance';

/** The namespace of what .NET's serialiser adds: root elements of primitive values, `guid`, `char`, `duration`, references. */
export const serializationNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/';

/** The namespace of collections of primitive values, and of all dictionaries. */
export const arraysNamespace = 'http://schemas.microsoft.com/2003/10/Serialization/Arrays';

/** The namespace of collections of nullable values: .NET's Nullable<T> lives in its namespace System. */
export const nullableNamespace = 'http://schemas.datacontract.org/2004/07/System';

/** The namespace of data contracts that set none. .NET appends the CLR namespace; a class of ours has none. */
export const defaultDataContractNamespace = 'http://schemas.datacontract.org/2004/07/';
