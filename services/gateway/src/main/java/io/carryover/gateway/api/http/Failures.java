/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.api.TaskRequest;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which problem a failure is. Nothing of a stack trace, a class or a statement reaches a user. */
final class Failures {
    /** Kinds of tasks that the study has and this version serves not yet. */
    private static final Set<String> UNSERVED = Set.of("detection", "normals", "segmentation");

    private Failures() {}

    /** The problem; empty where the failure is no refusal of the request but a defect. */
    static Optional<Problem> known(Throwable failure) {
        return chain(failure)
                .flatMap(link -> switch (link) {
                    case CarryoverException carryover -> Stream.of(Problem.of(carryover));
                    case InvalidTypeIdException kind -> Stream.of(kind(kind));
                    case JsonProcessingException json -> Stream.of(Problem.of(ErrorCode.INVALID_REQUEST, json(json)));
                    default -> Stream.<Problem>empty();
                })
                .findFirst()
                .or(() -> failure instanceof WebApplicationException web ? web(web) : Optional.empty());
    }

    private static Stream<Throwable> chain(Throwable failure) {
        var links = new ArrayList<Throwable>();
        for (Throwable link = failure; link != null && links.size() < 20; link = link.getCause()) {
            links.add(link);
        }
        return links.stream();
    }

    private static Optional<Problem> web(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        return switch (status) {
            case 404 -> Optional.of(Problem.of(ErrorCode.NOT_FOUND, "no such route or resource"));
            case 405 -> Optional.of(Problem.of(ErrorCode.METHOD_NOT_ALLOWED, "this route does not take that method"));
            case 406 ->
                Optional.of(Problem.of(ErrorCode.NOT_ACCEPTABLE, "nothing that the request accepts is made here"));
            case 413 -> Optional.of(Problem.of(ErrorCode.REQUEST_TOO_LARGE, "the request's body is too large"));
            case 415 -> Optional.of(Problem.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "this route takes application/json"));
            default ->
                status >= 400 && status < 500
                        ? Optional.of(Problem.of(ErrorCode.INVALID_REQUEST, "the request can't be understood"))
                        : Optional.empty();
        };
    }

    private static Problem kind(InvalidTypeIdException failure) {
        String kind = String.valueOf(failure.getTypeId());
        if (!failure.getBaseType().hasRawClass(TaskRequest.class)) {
            return Problem.of(ErrorCode.INVALID_REQUEST, json(failure));
        }
        return UNSERVED.contains(kind)
                ? Problem.of(
                        ErrorCode.NO_WORKER_FOR_QUEUE, "no service of this version runs tasks of kind '" + kind + "'")
                : Problem.of(
                        ErrorCode.UNKNOWN_TASK,
                        "no task of kind '%s': linear, finetune, few-shot, knn or label-efficiency".formatted(kind));
    }

    private static String json(JsonProcessingException failure) {
        String where = failure instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining("."))
                : failure.getLocation() == null
                        ? "the body"
                        : "line %d, column %d"
                                .formatted(
                                        failure.getLocation().getLineNr(),
                                        failure.getLocation().getColumnNr());
        return "%s: %s"
                .formatted(where, failure instanceof JsonMappingException ? "not what is expected there" : "not JSON");
    }
}
