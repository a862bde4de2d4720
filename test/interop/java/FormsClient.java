import forms.Address;
import forms.ArrayOfint;
import forms.Circle;
import forms.Color;
import forms.FormsService;
import forms.IForms;
import forms.ObjectFactory;
import forms.Person;
import java.net.URL;
import java.util.List;

/** Calls the forms service through the classes that wsimport has made of its description. */
public final class FormsClient {
  public static void main(String[] args) throws Exception {
    IForms service = new FormsService(new URL(args[0])).getFormsIForms();
    ObjectFactory factory = new ObjectFactory();
    print("int", service.echoInt32(-5));
    print("string", service.echoString("Größe <&>"));
    print("color", service.echoColor(Color.BLUE).value());
    ArrayOfint ints = new ArrayOfint();
    ints.getInt().addAll(List.of(1, 2, 3));
    print("ints", service.echoInts(ints).getInt());
    Address home = new Address();
    home.setStreet("High Street");
    home.setHouseX0020No(7);
    Person ann = new Person();
    ann.setAge(30);
    ann.setName(factory.createPersonName("Ann"));
    ann.setHome(factory.createPersonHome(home));
    Person back = service.echoPerson(ann);
    print("person", back.getName().getValue() + " " + back.getAge() + " " + back.getHome().getValue().getStreet());
    Circle circle = new Circle();
    circle.setColor(Color.GREEN);
    circle.setRadius(1.5);
    print("circle", ((Circle) service.echoShape(circle)).getRadius());
  }

  private static void print(String name, Object value) {
    System.out.println(name + "=" + value);
  }
}
