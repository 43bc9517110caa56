package io.gatehouse.domain.service;

import io.gatehouse.domain.lookup.OpenAddressingTable;
import java.util.Collection;

/** Services by name. */
final class NameTable extends OpenAddressingTable<String, Service> {

    NameTable(Collection<Service> services) {
        super(services, Service::name);
    }

    @Override
    protected boolean isOf(Service service, String name) {
        return service.name().equals(name);
    }
}
