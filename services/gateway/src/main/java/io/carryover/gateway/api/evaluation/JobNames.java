/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.contracts.json.Json;
import io.carryover.gateway.api.sql.Row;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.JobSummary;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the jobs of an evaluation are called there: whose they are, and of which registration. */
@ApplicationScoped
class JobNames {
    private final Sql sql;

    @Inject
    JobNames(Sql sql) {
        this.sql = sql;
    }

    /** The evaluation, and the registrations behind the names in its cells, which want their imports themselves. */
    List<EvaluationId> wishers(EvaluationId evaluation) {
        List<EvaluationId> registrations = sql.list("""
                select r.id from gateway.registration r join gateway.evaluation e on e.tenant = r.tenant
                where e.id = ? and (r.kind = 'backbone' and r.name in (select backbone from gateway.cell where evaluation = e.id)
                  or r.kind = 'dataset' and r.name in (select dataset from gateway.cell where evaluation = e.id))
                order by r.seq""", row -> new EvaluationId(row.text("id")), evaluation.value());
        return Stream.concat(registrations.stream(), Stream.of(evaluation)).toList();
    }

    /** Names for these jobs. */
    Named of(EvaluationId evaluation, List<JobKey> jobs) {
        String[] keys = jobs.stream().map(JobKey::value).toArray(String[]::new);
        Named named = new Named();
        sql.list("""
                        select distinct on (dataset) result from gateway.cell
                        where evaluation = ? and result is not null order by dataset, position""", row -> Json.read(row.text("result"), CellFacts.class), evaluation.value())
                .forEach(facts -> named.datasets.put(
                        facts.key().dataset().hex(), facts.dataset().name()));
        read(
                        "select distinct job, title as name from gateway.cell where evaluation = ? and job = any (?)",
                        evaluation,
                        keys)
                .forEach(found -> named.titles.putIfAbsent(found.job(), found.name()));
        read("""
                        select distinct j.job, c.backbone as name from gateway.cell_job j join gateway.cell c on c.id = j.cell
                        where c.evaluation = ? and c.backbone <> '' and j.job = any (?)""", evaluation, keys).forEach(found -> named.backbone(found.job(), found.name()));
        sql.list(
                        """
                        select j.job, r.kind, r.name from gateway.registration_job j
                        join gateway.registration r on r.id = j.registration
                        join gateway.evaluation e on e.tenant = r.tenant
                        where e.id = ? and j.job = any (?) order by r.seq""",
                        row -> {
                            Found found = found(row);
                            if (row.text("kind").equals("backbone")) {
                                named.backbone(found.job(), found.name());
                            }
                            return found;
                        },
                        evaluation.value(),
                        keys)
                .forEach(found -> named.titles.putIfAbsent(found.job(), found.name()));
        return named;
    }

    private List<Found> read(String query, EvaluationId evaluation, String[] keys) {
        return sql.list(query, JobNames::found, evaluation.value(), keys);
    }

    private static Found found(Row row) throws SQLException {
        return new Found(new JobKey(row.text("job")), row.text("name"));
    }

    private record Found(JobKey job, String name) {}

    /** The names of a page of jobs. */
    static final class Named {
        private final Map<String, String> datasets = new HashMap<>();
        private final Map<JobKey, String> titles = new HashMap<>();
        private final Map<JobKey, Set<String>> backbones = new HashMap<>();

        private void backbone(JobKey job, String name) {
            backbones.computeIfAbsent(job, _ -> new TreeSet<>()).add(name);
        }

        String title(JobSummary job) {
            String own = titles.getOrDefault(job.key(), "");
            String title = Titles.of(job.spec(), datasets, own);
            return job.spec().kind() == Kind.IMPORTS && !own.isEmpty() ? title + " · " + own : title;
        }

        List<String> backbones(JobKey job) {
            return List.copyOf(backbones.getOrDefault(job, Set.of()));
        }
    }
}
