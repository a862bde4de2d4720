/** The operations of the contract that every peer speaks, by their names on the wire. */
export interface CalculatorOperations {
  Add: { args: [n1: number, n2: number]; result: number };
  Subtract: { args: [n1: number, n2: number]; result: number };
  Multiply: { args: [n1: number, n2: number]; result: number };
  Divide: { args: [n1: number, n2: number]; result: number };
  /** Declares the fault MathFault. */
  SafeDivide: { args: [n1: number, n2: number]; result: number };
  /** The service throws an undeclared error with this message. */
  Fail: { args: [message: string]; result: null };
  /** One-way. */
  Note: { args: [text: string]; result: null };
  Notes: { args: []; result: string[] };
  Echo: { args: [text: string]; result: string };
  /** Counts the calls of the session. */
  Next: { args: []; result: number };
}
