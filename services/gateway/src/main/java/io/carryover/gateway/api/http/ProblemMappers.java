/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Every failure of a request leaves as an RFC 9457 problem document. */
final class ProblemMappers {
    /** RFC 9457. */
    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private ProblemMappers() {}

    /** The answer for this failure. A defect is logged under a number that the answer names. */
    static Response answer(Throwable failure) {
        if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 400) {
            return web.getResponse();
        }
        return answer(Failures.known(failure).orElseGet(() -> {
            String incident = UUID.randomUUID().toString();
            LOG.errorf(failure, "incident %s", incident);
            return Problem.of(
                    ErrorCode.INTERNAL, "something went wrong here; the gateway's log has it as incident " + incident);
        }));
    }

    private static Response answer(Problem problem) {
        Response.ResponseBuilder answer =
                Response.status(problem.status()).type(MEDIA_TYPE).entity(Json.text(problem));
        if (problem.code().equals(ErrorCode.REQUEST_IN_PROGRESS.name()) || problem.status() == 503) {
            answer.header("Retry-After", "1");
        }
        return answer.build();
    }

    /** Refusals of our own. */
    @Provider
    public static class OfCarryover implements ExceptionMapper<CarryoverException> {
        @Override
        public Response toResponse(CarryoverException failure) {
            return answer(failure);
        }
    }

    /** Refusals of the framework: unknown routes, methods, media types. */
    @Provider
    public static class OfFramework implements ExceptionMapper<WebApplicationException> {
        @Override
        public Response toResponse(WebApplicationException failure) {
            return answer(failure);
        }
    }

    /** Bodies that aren't JSON. */
    @Provider
    public static class OfJson implements ExceptionMapper<JsonProcessingException> {
        @Override
        public Response toResponse(JsonProcessingException failure) {
            return answer(failure);
        }
    }

    /** Bodies that are other JSON than asked for; more exact than the above, or the framework's own would win. */
    @Provider
    public static class OfOtherJson implements ExceptionMapper<MismatchedInputException> {
        @Override
        public Response toResponse(MismatchedInputException failure) {
            return answer(failure);
        }
    }

    /** Everything else. */
    @Provider
    public static class OfAnything implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            return answer(failure);
        }
    }
}
