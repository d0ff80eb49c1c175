/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.vision.DatasetManifest.Attribution;

/** A checked {@link io.carryover.contracts.api.DatasetRequest} with its defaults filled in. */
public record DatasetContent(
        Place place, String format, String role, String note, Attribution attribution, boolean skipBroken) {}
