/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles of arrays in the form of BYOL's release (src/test/python/make_haiku.py). */
class HaikuTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "byol-p2.pkl",
                "byol-p3.pkl",
                "byol-p4.pkl",
                "byol-p5.pkl",
                "byol-dill.pkl",
                "byol-jax.pkl",
                "byol-bfloat16.pkl"
            })
    void byolsOnlineNetworkIsFound(String file) throws IOException {
        LoadedCheckpoint loaded = Checkpoints.load(Digests.path("haiku", file), LoadOptions.DEFAULT);

        Inspection found = loaded.inspection();
        assertThat(found.container()).isEqualTo(Container.HAIKU);
        assertThat(found.layout().id()).isEqualTo("byol-haiku");
        assertThat(found.network().architecture().id()).isEqualTo("resnet50w2");
        assertThat(found.ignored())
                .contains(
                        "online_params.projector/~/linear/w",
                        "online_params.predictor/~/batchnorm/scale",
                        "target_params.res_net50/~/initial_conv/w",
                        "online_state.res_net50/~/initial_batchnorm/~/mean_ema/hidden",
                        "rng");
        assertThat(loaded.weights().digest().hex()).isEqualTo(Digests.expected("haiku", file));
    }

    @Test
    void arraysUnderTorchvisionsNamesLoadToo() throws IOException {
        LoadedCheckpoint loaded = Checkpoints.load(Digests.path("haiku", "plain.pkl"), LoadOptions.DEFAULT);

        assertThat(loaded.inspection().layout().id()).isEqualTo("torchvision");
        assertThat(loaded.weights().digest().hex()).isEqualTo(Digests.expected("haiku", "plain.pkl"));
    }

    @ParameterizedTest
    @CsvSource({
        "out-of-band.pkl, UNSUPPORTED_CHECKPOINT, out-of-band",
        "dill-function.pkl, UNSAFE_CHECKPOINT, dill._dill._create_function",
    })
    void whatIsNotDataIsRefused(String file, ErrorCode code, String saying) {
        CarryoverException refused = catchThrowableOfType(
                CarryoverException.class, () -> Checkpoints.load(Digests.path("haiku", file), LoadOptions.DEFAULT));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused).hasMessageContaining(saying);
    }
}
