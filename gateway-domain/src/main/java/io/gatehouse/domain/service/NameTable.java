package io.gatehouse.domain.service;

import io.gatehouse.domain.lookup.SparseTable;
import java.util.Collection;

/** Services by name. */
final class NameTable extends SparseTable<String, Service> {

    NameTable(Collection<Service> services) {
        super(services, Service::name);
    }

    @Override
    protected boolean isOf(Service service, String name) {
        return service.name().equals(name);
    }
}
