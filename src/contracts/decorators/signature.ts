import type { XmlPartOptions } from '../xml-serializer/xml-type-metadata.js';
import type { Accepts, Infer, TypeReference } from '../data-contract/index.js';

/**
 * The parameters of an operation, in order: `[['n1', xsd.double], ['n2', xsd.double]]`. For the XmlSerializer a third entry may say how
 * one is written.
 */
export type ParameterList = readonly (readonly [
  name: string,
  type: TypeReference,
  xml?: XmlPartOptions,
])[];

/** Any method. */
export type AnyMethod = (...args: never[]) => unknown;

/**
 * `unknown` for a method that fits the operation, else a property that no descriptor has, whose type is a sentence: it
 * shows up in the compiler's message.
 */
export type MatchesOperation<
  M extends AnyMethod,
  P extends ParameterList,
  R extends TypeReference | undefined,
  O extends ParameterList = readonly [],
> = [MethodProblem<M, P, R, O>] extends [never]
  ? unknown
  : { readonly signatureMismatch: MethodProblem<M, P, R, O> };

/** The same for the type of a data member. */
export type MatchesMember<Value, R extends TypeReference> =
  FitsBothWays<Value, R, undefined> extends true
    ? unknown
    : {
        readonly memberMismatch: 'the member is not of the type its wire type stands for (null needs nullable(...))';
      };

type MethodProblem<M, P extends ParameterList, R, O extends ParameterList> = M extends (
  ...args: infer A
) => infer Result
  ? ParameterProblem<A, P> | ResultProblem<Result, R, O>
  : never;

/** What the compiler decides at once for parameters that fit; which one does not is looked for only after that. */
type ParameterProblem<A extends readonly unknown[], P extends ParameterList> = [
  { -readonly [I in keyof P]: Infer<P[I][1]> },
] extends [A]
  ? [A] extends [{ -readonly [I in keyof P]: Accepts<P[I][1]> }]
    ? never
    : CountOrParameterProblem<A, P>
  : CountOrParameterProblem<A, P>;

type CountOrParameterProblem<
  A extends readonly unknown[],
  P extends ParameterList,
> = A['length'] extends P['length']
  ? P['length'] extends A['length']
    ? EachParameterProblem<A, P>
    : CountProblem<A, P>
  : CountProblem<A, P>;

type CountProblem<
  A extends readonly unknown[],
  P extends ParameterList,
> = `the method has ${A['length']} parameters, the operation declares ${P['length']}`;

type EachParameterProblem<
  A extends readonly unknown[],
  P extends ParameterList,
> = P extends readonly [
  readonly [infer Name extends string, infer R, ...unknown[]],
  ...infer Rest extends ParameterList,
]
  ? A extends readonly [infer First, ...infer Others]
    ? | (FitsBothWays<First, R, never> extends true
          ? never
          : `the parameter '${Name}' is not of the type its wire type stands for (null needs nullable(...))`)
      | EachParameterProblem<Others, Rest>
    : never
  : never;

type ResultProblem<Result, R, O extends ParameterList> =
  Result extends Promise<infer Value>
    ? O['length'] extends 0
      ? SingleResultProblem<Result, Value, R>
      : ResultObjectProblem<Value, R, O>
    : `the method does not return a Promise`;

type SingleResultProblem<Result, Value, R> = R extends TypeReference
  ? FitsBothWays<Value, R, never> extends true
    ? never
    : `the method's result is not of the type that 'returns' stands for (null needs nullable(...))`
  : Result extends Promise<void>
    ? never
    : `the method gives a result, but the operation has no 'returns'`;

type ResultObjectProblem<Value, R, O extends ParameterList> = [
  { [E in O[number] as E[0]]: Infer<E[1]> } & (R extends TypeReference
    ? { result: Infer<R> }
    : unknown),
] extends [Value]
  ? [Value] extends [
      { [E in O[number] as E[0]]: Accepts<E[1]> } & (R extends TypeReference
        ? { result: Accepts<R> }
        : unknown),
    ]
    ? never
    : ResultObjectMismatch
  : ResultObjectMismatch;

type ResultObjectMismatch =
  `the method's result is not an object of the names and types in 'outputs', and 'result' for 'returns'`;

/** What is read has to fit the variable, and what the variable may hold has to be something that can be written. */
type FitsBothWays<Value, R, Besides> = [Infer<R>] extends [Value]
  ? [Value] extends [Accepts<R> | Besides]
    ? true
    : false
  : false;
