/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.TaskRequest;
import io.carryover.gateway.api.evaluation.EvaluationRules.Checked;
import io.carryover.gateway.api.registration.Registration;
import io.carryover.gateway.api.registration.RegistrationViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where a cell stands in what was asked: backbone × seed × task; the backbone's name is empty for {@code sleep}. */
record CellPlace(String backbone, long seed, TaskRequest task) {
    /** Of all cells, in their order. */
    static List<CellPlace> all(Checked request, Map<String, Registration> backbones) {
        var places = new ArrayList<CellPlace>();
        for (TaskRequest task : request.tasks()) {
            if (task instanceof TaskRequest.Sleep) {
                places.add(new CellPlace("", 0, task));
            }
        }
        for (String backbone : request.backbones()) {
            List<Long> seeds = RegistrationViews.seeds(Objects.requireNonNull(backbones.get(backbone)));
            for (TaskRequest task : request.tasks()) {
                if (!(task instanceof TaskRequest.Sleep)) {
                    seeds.forEach(seed -> places.add(new CellPlace(backbone, seed, task)));
                }
            }
        }
        return places;
    }
}
