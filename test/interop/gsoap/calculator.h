// The contract that every peer speaks, for soapcpp2. The build puts the import of one version of
// WS-ReliableMessaging in front of it.

//gsoap arr schema namespace: http://schemas.microsoft.com/2003/10/Serialization/Arrays
//gsoap arr schema elementForm: qualified

//gsoap cs schema namespace: http://Microsoft.ServiceModel.Samples
//gsoap cs schema elementForm: qualified
//gsoap cs service name: Calculator
//gsoap cs service style: document
//gsoap cs service encoding: literal

struct arr__ArrayOfstring {
  int __sizestring;
  char **string 0;
};

struct cs__MathFault {
  char *operation 0;
  char *problemType 0;
};

// The first three members are the ones that gSOAP's plugins use.
struct SOAP_ENV__Detail {
  int __type;
  void *fault;
  _XML __any;
  struct cs__MathFault *cs__MathFault 0;
};

//gsoap cs service method-action: Add http://Microsoft.ServiceModel.Samples/ICalculator/Add
int cs__Add(double n1, double n2, struct cs__AddResponse { double AddResult; } *response);

//gsoap cs service method-action: Subtract http://Microsoft.ServiceModel.Samples/ICalculator/Subtract
int cs__Subtract(double n1, double n2, struct cs__SubtractResponse { double SubtractResult; } *response);

//gsoap cs service method-action: Multiply http://Microsoft.ServiceModel.Samples/ICalculator/Multiply
int cs__Multiply(double n1, double n2, struct cs__MultiplyResponse { double MultiplyResult; } *response);

//gsoap cs service method-action: Divide http://Microsoft.ServiceModel.Samples/ICalculator/Divide
int cs__Divide(double n1, double n2, struct cs__DivideResponse { double DivideResult; } *response);

//gsoap cs service method-action: SafeDivide http://Microsoft.ServiceModel.Samples/ICalculator/SafeDivide
//gsoap cs service method-fault: SafeDivide cs__MathFault
int cs__SafeDivide(double n1, double n2, struct cs__SafeDivideResponse { double SafeDivideResult; } *response);

//gsoap cs service method-action: Fail http://Microsoft.ServiceModel.Samples/ICalculator/Fail
int cs__Fail(char *message, struct cs__FailResponse { } *response);

//gsoap cs service method-action: Note http://Microsoft.ServiceModel.Samples/ICalculator/Note
int cs__Note(char *text, void);

//gsoap cs service method-action: Notes http://Microsoft.ServiceModel.Samples/ICalculator/Notes
int cs__Notes(struct cs__NotesResponse { struct arr__ArrayOfstring *NotesResult; } *response);

//gsoap cs service method-action: Echo http://Microsoft.ServiceModel.Samples/ICalculator/Echo
int cs__Echo(char *text, struct cs__EchoResponse { char *EchoResult; } *response);

//gsoap cs service method-action: Next http://Microsoft.ServiceModel.Samples/ICalculator/Next
int cs__Next(struct cs__NextResponse { int NextResult; } *response);
