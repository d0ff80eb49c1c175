/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.table;

import io.quarkus.hibernate.orm.PersistenceUnit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of SQL in the transaction of the caller; pending changes of entities are written before each. */
@ApplicationScoped
public class Sql {
    private final EntityManager entities;

    Sql(@PersistenceUnit("gateway") EntityManager entities) {
        this.entities = entities;
    }

    /** Runs a statement that changes rows; {@code ?1} is the first parameter. Gives the number of rows. */
    public int change(String statement, @Nullable Object... parameters) {
        return bind(entities.createNativeQuery(statement), parameters).executeUpdate();
    }

    /** Rows of a query; columns are read by name. */
    @SuppressWarnings("unchecked") // a native query made with Tuple.class gives tuples; the API is older than generics
    public List<Tuple> rows(String query, @Nullable Object... parameters) {
        return bind(entities.createNativeQuery(query, Tuple.class), parameters).getResultList();
    }

    /** The first column of a query that gives texts. */
    public List<String> texts(String query, @Nullable Object... parameters) {
        return rows(query, parameters).stream()
                .map(row -> row.get(0, String.class))
                .toList();
    }

    /** The only column of the only row of a query that gives a whole number. */
    public long number(String query, @Nullable Object... parameters) {
        return rows(query, parameters).getFirst().get(0, Number.class).longValue();
    }

    private static Query bind(Query query, @Nullable Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
