/* Calls the forms service through what wsdl2h and soapcpp2 have made of its description. */
#include "soapH.h"
#include "forms.nsmap"

static struct soap *context;

static void require(int result) {
  if (result == SOAP_OK) return;
  soap_print_fault(context, stderr);
  exit(1);
}

int main(int argc, char **argv) {
  const char *address = argc > 1 ? argv[1] : NULL;
  context = soap_new1(SOAP_C_UTFSTRING);

  int number = -5;
  struct _forms__EchoInt32 int_request = {&number};
  struct _forms__EchoInt32Response int_reply;
  require(soap_call___tempuri__EchoInt32(context, address, NULL, &int_request, &int_reply));
  printf("int=%d\n", *int_reply.EchoInt32Result);

  struct _forms__EchoString string_request = {"Größe <&>"};
  struct _forms__EchoStringResponse string_reply;
  require(soap_call___tempuri__EchoString(context, address, NULL, &string_request, &string_reply));
  printf("string=%s\n", string_reply.EchoStringResult);

  int items[] = {1, 2, 3};
  struct arr__ArrayOfint ints = {3, items};
  struct _forms__EchoInts ints_request = {&ints};
  struct _forms__EchoIntsResponse ints_reply;
  require(soap_call___tempuri__EchoInts(context, address, NULL, &ints_request, &ints_reply));
  printf("ints=");
  for (int index = 0; index < ints_reply.EchoIntsResult->__sizeint_; index++)
    printf("%s%d", index == 0 ? "" : " ", ints_reply.EchoIntsResult->int_[index]);
  printf("\n");

  enum types__Color blue = types__Color__Blue;
  struct _forms__EchoColor color_request = {&blue};
  struct _forms__EchoColorResponse color_reply;
  require(soap_call___tempuri__EchoColor(context, address, NULL, &color_request, &color_reply));
  printf("color=%s\n", soap_types__Color2s(context, *color_reply.EchoColorResult));

  int age = 30;
  struct types__Person ann = {0};
  ann.age = &age;
  ann.name = "Ann";
  struct _forms__EchoPerson person_request = {&ann};
  struct _forms__EchoPersonResponse person_reply;
  require(soap_call___tempuri__EchoPerson(context, address, NULL, &person_request, &person_reply));
  printf("person=%s %d\n", person_reply.EchoPersonResult->name, *person_reply.EchoPersonResult->age);

  soap_destroy(context);
  soap_end(context);
  soap_free(context);
  return 0;
}
