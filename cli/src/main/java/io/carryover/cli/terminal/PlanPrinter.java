/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationPlan.Device;
import io.carryover.contracts.api.EvaluationPlan.Hours;
import io.carryover.contracts.api.EvaluationPlan.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What an evaluation would run, as text. */
public final class PlanPrinter {
    private PlanPrinter() {}

    /** Lines of text. */
    public static List<String> lines(EvaluationPlan plan) {
        var lines = new ArrayList<String>();
        lines.add("%d cells, %d jobs: %d are there, %d under way, %d to run%s"
                .formatted(
                        plan.cells(),
                        sum(plan, Stage::jobs),
                        sum(plan, Stage::cached),
                        sum(plan, Stage::underWay),
                        sum(plan, Stage::toRun),
                        sum(plan, Stage::stayFailed) == 0
                                ? ""
                                : ", %d failed by their input and stay so".formatted(sum(plan, Stage::stayFailed))));
        if (!plan.stages().isEmpty()) {
            lines.addAll(stages(plan.stages()).lines());
        }
        plan.devices().forEach(device -> lines.add(device(device)));
        plan.refused()
                .forEach(cell -> lines.add("refused: %s × %s: %s %s. %s"
                        .formatted(
                                cell.backbone(),
                                cell.task(),
                                cell.problem().code(),
                                cell.problem().detail(),
                                cell.problem().remedy())));
        plan.notes().forEach(note -> lines.add("note: " + note));
        return lines;
    }

    private static int sum(EvaluationPlan plan, ToIntFunction<Stage> of) {
        return plan.stages().stream().mapToInt(of).sum();
    }

    private static Table stages(List<Stage> stages) {
        var table =
                new Table("STEP", "QUEUE", "AFTER", ">JOBS", ">THERE", ">UNDER WAY", ">TO RUN", "HOURS OF A WORKER");
        stages.forEach(stage -> table.add(List.of(
                stage.step(),
                stage.queue().id(),
                stage.after().isEmpty() ? "–" : String.join(", ", stage.after()),
                String.valueOf(stage.jobs()),
                String.valueOf(stage.cached()),
                String.valueOf(stage.underWay()),
                String.valueOf(stage.toRun()),
                stage.toRun() == 0 ? "" : hours(stage.hours(), stage.withoutEstimate()))));
        return table;
    }

    private static String device(Device device) {
        return "%s: %d jobs, hours of one worker: %s"
                .formatted(device.device().id(), device.toRun(), hours(device.hours(), device.withoutEstimate()));
    }

    private static String hours(Optional<Hours> hours, int without) {
        String left = without == 0 ? "" : ", %d without estimate".formatted(without);
        return hours.map(known -> "%s (%s–%s)%s%s"
                        .formatted(
                                number(known.typical()),
                                number(known.low()),
                                number(known.high()),
                                known.otherDatasets() ? ", from other datasets" : "",
                                left))
                .orElse("no estimate");
    }

    /** Two digits that mean something: 12, 3.4, 0.056, 0.0012. */
    private static String number(double hours) {
        if (hours >= 10) {
            return String.valueOf(Math.round(hours));
        }
        int decimals = hours >= 1 ? 1 : hours >= 0.1 ? 2 : hours >= 0.01 ? 3 : 4;
        return String.format(Locale.ROOT, "%." + decimals + "f", hours);
    }
}
