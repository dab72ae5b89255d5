package com.example.fieldservice;

import jakarta.ejb.EJBException;
import jakarta.inject.Inject;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The office works on orders. */
@Path("orders")
public class OrderResource {

    /** Forms that are open on somebody's screen, by order. */
    private static final Map<String, ServiceOrder> FORMS = new ConcurrentHashMap<>();

    @Inject
    private OrderDesk desk;

    @POST
    @Path("{number}")
    public void take(
            @PathParam("number") String number,
            @QueryParam("customer") String customer,
            @QueryParam("district") District district) {
        FORMS.put(number, desk.take(number, customer, district));
    }

    @PUT
    @Path("{number}/customer/{customer}")
    public void rename(@PathParam("number") String number, @PathParam("customer") String customer) {
        desk.rename(number, customer);
    }

    @PUT
    @Path("{number}/district/{district}")
    public void move(@PathParam("number") String number, @PathParam("district") District district) {
        desk.move(number, district);
    }

    @DELETE
    @Path("{number}")
    public void cancel(@PathParam("number") String number) {
        desk.cancel(number);
    }

    @PUT
    @Path("{number}/closed")
    public void close(@PathParam("number") String number) {
        desk.closeAll(List.of(desk.id(number)));
    }

    @PUT
    @Path("{number}/moved/{district}")
    public void moveByQuery(@PathParam("number") String number, @PathParam("district") District district) {
        desk.moveAll(List.of(desk.id(number)), district);
    }

    @PUT
    @Path("{number}/removed")
    public void removeByQuery(@PathParam("number") String number) {
        desk.removeAll(List.of(desk.id(number)));
    }

    @PUT
    @Path("{number}/form")
    public void open(@PathParam("number") String number) {
        FORMS.put(number, desk.read(number));
    }

    /** 409 if somebody changed the order since the form was opened. */
    @PUT
    @Path("{number}/form/{customer}")
    public Response save(@PathParam("number") String number, @PathParam("customer") String customer) {
        ServiceOrder order = FORMS.get(number);
        order.setCustomer(customer);
        return save(number, order);
    }

    @PUT
    @Path("{number}/form/to/{district}")
    public Response moveForm(@PathParam("number") String number, @PathParam("district") District district) {
        ServiceOrder order = FORMS.get(number);
        order.setDistrict(district);
        return save(number, order);
    }

    @DELETE
    @Path("{number}/form")
    public void dismiss(@PathParam("number") String number) {
        desk.dismiss(FORMS.remove(number));
    }

    private Response save(String number, ServiceOrder order) {
        try {
            FORMS.put(number, desk.save(order));
            return Response.noContent().build();
        } catch (EJBException e) {
            if (isOutdated(e)) {
                return Response.status(Response.Status.CONFLICT).build();
            }
            throw e;
        }
    }

    private static boolean isOutdated(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockException) {
                return true;
            }
        }
        return false;
    }
}
