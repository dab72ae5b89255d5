package com.example.fieldservice;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.math.BigDecimal;
import java.util.List;
import org.tidemark.spi.WrittenByQuery;

/** Code that has written orders for years, and knows nothing of replicas. */
@Stateless
public class OrderDesk {

    @PersistenceContext(unitName = "fieldservice")
    private EntityManager em;

    @Inject
    private WrittenByQuery written;

    public ServiceOrder take(String number, String customer, District district) {
        ServiceOrder order = new ServiceOrder();
        order.setNumber(number);
        order.setCustomer(customer);
        order.setDistrict(district);
        em.persist(order);
        for (String item : new String[] {"Journey", "Labour"}) {
            OrderLine line = new OrderLine();
            line.setOrder(order);
            line.setItem(item);
            line.setPrice(new BigDecimal("50.00"));
            em.persist(line);
        }
        return order;
    }

    public void rename(String number, String customer) {
        find(number).setCustomer(customer);
    }

    public void move(String number, District district) {
        find(number).setDistrict(district);
    }

    public void cancel(String number) {
        ServiceOrder order = find(number);
        order.getLines().forEach(em::remove);
        em.remove(order);
    }

    /** As a form in a browser does it: what was read in one request comes back in another. */
    public ServiceOrder read(String number) {
        ServiceOrder order = find(number);
        em.detach(order);
        return order;
    }

    /** The saved order stays on the screen, and is saved again. */
    public ServiceOrder save(ServiceOrder order) {
        return em.merge(order);
    }

    /** What is on the screen is deleted, as it was read. */
    public void dismiss(ServiceOrder order) {
        em.createQuery("select l from OrderLine l where l.order.id = :order", OrderLine.class)
                .setParameter("order", order.getId())
                .getResultList()
                .forEach(em::remove);
        em.remove(em.merge(order));
    }

    /** An update by query, as nightly jobs love it; and one line for Tidemark. */
    public void closeAll(List<Long> orders) {
        em.createQuery("update ServiceOrder o set o.status = :done where o.id in :orders")
                .setParameter("done", ServiceOrder.Status.DONE)
                .setParameter("orders", orders)
                .executeUpdate();
        written.changed(ServiceOrder.class, orders);
    }

    public void moveAll(List<Long> orders, District district) {
        em.createQuery("update ServiceOrder o set o.district = :district where o.id in :orders")
                .setParameter("district", district)
                .setParameter("orders", orders)
                .executeUpdate();
        written.changed(ServiceOrder.class, orders);
    }

    public void removeAll(List<Long> orders) {
        List<Long> lines = em.createQuery("select l.id from OrderLine l where l.order.id in :orders", Long.class)
                .setParameter("orders", orders)
                .getResultList();
        written.deleting(OrderLine.class, lines);
        written.deleting(ServiceOrder.class, orders);
        em.createQuery("delete from OrderLine l where l.order.id in :orders")
                .setParameter("orders", orders)
                .executeUpdate();
        em.createQuery("delete from ServiceOrder o where o.id in :orders")
                .setParameter("orders", orders)
                .executeUpdate();
    }

    public long id(String number) {
        return find(number).getId();
    }

    private ServiceOrder find(String number) {
        return em.createQuery("select o from ServiceOrder o where o.number = :number", ServiceOrder.class)
                .setParameter("number", number)
                .getSingleResult();
    }
}
