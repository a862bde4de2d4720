package orders;

import java.util.ArrayList;
import java.util.List;
import javax.jws.WebMethod;
import javax.jws.WebParam;
import javax.jws.WebService;
import javax.xml.bind.annotation.XmlAttribute;
import javax.xml.bind.annotation.XmlElement;
import javax.xml.ws.Endpoint;

/** A service as JAX-WS publishes it: document/literal wrapped, its parameters without namespace. */
@WebService(name = "Orders", serviceName = "OrdersService", portName = "OrdersPort", targetNamespace = "http://orders.example/")
public class OrdersService {
  /** What is ordered. */
  public static class Order {
    @XmlAttribute(required = true)
    public int id;
    @XmlElement(required = true)
    public String customer;
    @XmlElement(name = "item", nillable = true)
    public List<String> items = new ArrayList<>();
    public Integer priority;
  }

  /** An order that cannot be taken. */
  public static class Refused extends Exception {
    public Refused(String message) {
      super(message);
    }
  }

  @WebMethod
  public String place(@WebParam(name = "order") Order order) throws Refused {
    if (order.items.isEmpty()) throw new Refused("nothing is ordered");
    return order.id + " for " + order.customer + ": " + String.join(", ", order.items) + " (" + order.priority + ")";
  }

  @WebMethod
  public List<Order> find(
      @WebParam(name = "customer") List<String> customers, @WebParam(name = "limit") Integer limit) {
    List<Order> found = new ArrayList<>();
    for (String customer : customers) {
      Order order = new Order();
      order.id = found.size() + 1;
      order.customer = customer;
      order.priority = limit;
      found.add(order);
    }
    return found;
  }

  @WebMethod
  public byte[] reverse(@WebParam(name = "bytes") byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int index = 0; index < bytes.length; index++) reversed[index] = bytes[bytes.length - 1 - index];
    return reversed;
  }

  /** Serves at the address that is given until its input ends. */
  public static void main(String[] args) throws Exception {
    Endpoint endpoint = Endpoint.publish(args[0], new OrdersService());
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // What comes in means nothing.
    }
    endpoint.stop();
    System.exit(0);
  }
}
