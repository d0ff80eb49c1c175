/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.openapi;

import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.info.License;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Head of the published description. */
@OpenAPIDefinition(
        info = @Info(title = "Carryover", version = "1", description = """
                                How well does a pretrained vision backbone carry over to the work it is needed for?
                                Register checkpoints and datasets, post an evaluation (backbones × tasks), follow it, and read
                                the leaderboard.

                                Lists come in cursor pages: hand the field next back as ?cursor=. Refusals are RFC 9457 problem
                                documents with a stable code. Unknown fields in bodies are ignored.""", license = @License(name = "Apache-2.0")),
        tags = {
            @Tag(name = "evaluations", description = "Backbones × tasks: post, follow, cancel, try again"),
            @Tag(name = "backbones", description = "Checkpoints, controls and supplied features by name"),
            @Tag(name = "datasets", description = "Labelled images in train, val and test, by name"),
            @Tag(name = "uploads", description = "Files straight to the object store, by presigned URL"),
            @Tag(name = "jobs", description = "Units of work with their story"),
            @Tag(name = "workers and queues", description = "Who is there, and why something waits")
        })
public class ApiDescription extends Application {}
