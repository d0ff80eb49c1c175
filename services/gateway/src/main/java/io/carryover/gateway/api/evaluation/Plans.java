/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationPlan.Refused;
import io.carryover.contracts.api.EvaluationPlan.Standing;
import io.carryover.contracts.api.EvaluationRequest;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.gateway.api.evaluation.Cell.State;
import io.carryover.gateway.api.evaluation.EvaluationRules.Checked;
import io.carryover.gateway.api.evaluation.EvaluationTable.Evaluation;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.core.WantedJob;
import io.carryover.gateway.plan.CellPlan;
import io.carryover.gateway.plan.EvaluationStates;
import io.carryover.gateway.plan.PlanSummary;
import io.carryover.gateway.plan.Workloads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** What an evaluation would run: planned as a posted one is, and forgotten. */
@ApplicationScoped
public class Plans {
    private final KnownNames known;
    private final PlanFacts facts;
    private final Planning planning;

    @Inject
    Plans(KnownNames known, PlanFacts facts, Planning planning) {
        this.known = known;
        this.planning = planning;
        this.facts = facts;
    }

    /**
     * Its jobs, and what is known of them.
     *
     * @param fresh names that are not registered yet and will be before it is posted
     * @throws CarryoverException as a posted one is refused
     */
    @Transactional
    public EvaluationPlan of(TenantId tenant, EvaluationRequest asked, Set<String> fresh) {
        Checked request = EvaluationRules.check(asked);
        var notes = new TreeSet<String>();
        Map<String, Registration> backbones = backbones(tenant, request, fresh, notes);
        Map<String, Registration> datasets = known.datasets(tenant, request, fresh);
        var names = new Names(backbones, datasets, List.of());
        var evaluation = new Evaluation(
                0,
                new EvaluationId("ev-plan"),
                tenant,
                request.name(),
                EvaluationStates.PLANNING,
                false,
                Instant.EPOCH,
                Optional.empty());
        var jobs = new LinkedHashMap<JobKey, WantedJob>();
        var refused = new ArrayList<Refused>();
        List<CellPlace> places = CellPlace.all(request, backbones);
        for (int position = 0; position < places.size(); position++) {
            CellPlace place = places.get(position);
            if (waits(place, names, notes)) {
                continue;
            }
            try {
                CellPlan plan = planning.plan(evaluation, cell(evaluation, position, place), names);
                plan.jobs().forEach(job -> jobs.putIfAbsent(job.key(), job));
            } catch (CarryoverException refusal) {
                refused.add(new Refused(place.backbone(), Titles.of(place.task()), Problem.of(refusal)));
            }
        }
        return summary(places.size(), jobs, refused, List.copyOf(notes));
    }

    private Map<String, Registration> backbones(
            TenantId tenant, Checked request, Set<String> fresh, Set<String> notes) {
        var found = new HashMap<>(known.backbones(tenant, request, fresh));
        request.backbones().forEach(name -> {
            Registration there = found.get(name);
            boolean unread = there == null || (Planning.isPending(there) && StandIns.possible(there));
            if (unread) {
                found.put(name, StandIns.checkpoint(tenant, name));
                notes.add("backbone '%s' isn't imported yet: all its jobs count as new and have no estimate"
                        .formatted(name));
            }
        });
        return found;
    }

    /** A dataset that isn't imported has no digest, and so its jobs no keys. */
    private static boolean waits(CellPlace place, Names names, Set<String> notes) {
        if (place.task() instanceof TaskRequest.Sleep) {
            return false;
        }
        String dataset = place.task().dataset();
        Registration registration = names.datasets().get(dataset);
        if (registration == null || Planning.isPending(registration)) {
            notes.add("dataset '%s' isn't imported yet: cells on it are not planned".formatted(dataset));
            return true;
        }
        Registration backbone = names.backbones().get(place.backbone());
        if (backbone != null && Planning.isPending(backbone)) {
            notes.add("features '%s' aren't imported yet: their cells are not planned".formatted(place.backbone()));
            return true;
        }
        return false;
    }

    private static Cell cell(Evaluation evaluation, int position, CellPlace place) {
        return new Cell(
                0,
                evaluation.id(),
                position,
                place.backbone(),
                place.seed(),
                place.task(),
                Titles.of(place.task()),
                State.WAITING,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private EvaluationPlan summary(int cells, Map<JobKey, WantedJob> jobs, List<Refused> refused, List<String> notes) {
        Map<JobKey, Standing> standing = facts.standing(jobs.keySet());
        Map<Sha256, SortedMap<String, Integer>> images = facts.images();
        var workloads = new Workloads(key -> Optional.ofNullable(jobs.get(key)).map(WantedJob::spec), images);
        return new PlanSummary(workloads, facts.durations(images), standing).of(cells, jobs.values(), refused, notes);
    }
}
