/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.api;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.results.Tenants;
import io.carryover.results.export.MlflowRuns;
import io.carryover.results.export.ResultsParquet;
import io.carryover.results.export.WandbRuns;
import io.carryover.results.store.ResultTable;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Results as files of other tools. */
@Path("/v1/exports")
@Tag(name = "results")
public class ExportsResource {
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final String ZIP = "application/zip";

    private final ResultTable results;
    private final Tenants tenants;

    @Inject
    ExportsResource(ResultTable results, Tenants tenants) {
        this.results = results;
        this.tenants = tenants;
    }

    /** A table. */
    @GET
    @Path("parquet")
    @Produces({PARQUET, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "exportParquet",
            summary = "Results as Apache Parquet",
            description = "A row per number, with its interval, protocol and all digests.")
    public Response parquet(@BeanParam FilterParams filter) {
        List<ResultRecord> records = records(filter);
        StreamingOutput body = out -> ResultsParquet.write(records, out);
        return file(body, PARQUET, "results.parquet");
    }

    /** Runs for MLflow. */
    @GET
    @Path("mlflow")
    @Produces({ZIP, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "exportMlflow",
            summary = "Results as MLflow's file store, zipped",
            description =
                    "A run for each backbone and kind of features; a metric for each number, whose name holds dataset, task, metric,"
                            + " protocol with version, and grid.")
    public Response mlflow(@BeanParam FilterParams filter) {
        return zip(filter, MlflowRuns::of, "mlflow.zip");
    }

    /** Runs for Weights and Biases. */
    @GET
    @Path("wandb")
    @Produces({ZIP, MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "exportWandb",
            summary = "Results as offline runs of Weights & Biases, zipped",
            description = "Runs and names as for MLflow; `wandb sync` takes each folder.")
    public Response wandb(@BeanParam FilterParams filter) {
        return zip(filter, WandbRuns::of, "wandb.zip");
    }

    /** Failures of this resource. */
    @ServerExceptionMapper
    public Response failure(CarryoverException failure) {
        return Problems.of(failure);
    }

    private List<ResultRecord> records(FilterParams filter) {
        return results.standing(tenants.current(), filter.filter());
    }

    private Response zip(
            FilterParams filter, Function<List<ResultRecord>, SortedMap<String, byte[]>> layout, String name) {
        SortedMap<String, byte[]> files = layout.apply(records(filter));
        StreamingOutput body = out -> {
            var zip = new ZipOutputStream(out);
            for (var file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                // Equal results give equal bytes: the time of export is no part of them.
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(file.getValue());
                zip.closeEntry();
            }
            zip.finish();
        };
        return file(body, ZIP, name);
    }

    private static Response file(StreamingOutput body, String mediaType, String name) {
        return Response.ok(body)
                .type(mediaType)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"%s\"".formatted(name))
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
