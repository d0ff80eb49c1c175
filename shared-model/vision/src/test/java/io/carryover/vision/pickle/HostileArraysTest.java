/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.checkpoint.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain pickles of arrays that want memory, code, or a tensor that is none. */
class HostileArraysTest {
    private static final String RECONSTRUCT =
            "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\u0000\u0085ttR";
    private static final String FLOATS = "cnumpy\ndtype\n(U\u0002f4tR";

    private final Path file;

    HostileArraysTest(@TempDir Path folder) {
        this.file = folder.resolve("a.pkl");
    }

    @Test
    void oneTextEncodedManyTimesIsBounded() {
        String text = "X\u0000\u0004\u0000\u0000" + "a".repeat(1024);
        String once = "h\u0000h\u0001R";
        assertThat(refusal("c_codecs\nencode\nq\u00000(" + text + "X\u0006\u0000\u0000\u0000latin1tq\u00010"
                                + once.repeat(200_000) + ".")
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @Test
    void oneNamedTupleMadeManyTimesIsBounded() {
        String names = "(" + "U\u0001a".repeat(100_000) + "t";
        String maker = "cdill._dill\n_create_namedtuple\n(U\u0001N" + names + "tRq\u0000";
        String values = "0(" + "N".repeat(100_000) + "tq\u00010";
        assertThat(refusal(maker + values + "h\u0000h\u0001R".repeat(1_000) + ".")
                        .code())
                .isEqualTo(ErrorCode.UNSUPPORTED_CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(K\u0001(J\u00ff\u00ff\u00ff\u00fft" + FLOATS + "\u0089U\u0001atb.", // extent -1
                "(K\u0001(J\u00ff\u00ff\u00ff\u007fJ\u00ff\u00ff\u00ff\u007ft" + FLOATS
                        + "\u0089U\u0001atb.", // 2^62 elements
                "(K\u0001(K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001K\u0001t" + FLOATS
                        + "\u0089U\u0001atb.", // rank 9
                "(K\u0001(K\u0001tN\u0089U\u0001atb.", // no element type
                "(K\u0001tb.", // half a state
            })
    void absurdArraysAreDamage(String state) {
        ErrorCode code = refusal(RECONSTRUCT + state).code();
        assertThat(code).isIn(ErrorCode.NOT_A_CHECKPOINT, ErrorCode.TRUNCATED_CHECKPOINT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os system",
                "builtins eval",
                "dill._dill _create_function",
                "dill._dill _import_module",
                "dill._dill _create_code",
                "numpy load",
                "numpy.core.multiarray __class__.__base__",
                "jax._src.array os.system",
            })
    void codeIsRefusedHereToo(String name) {
        assertThat(refusal("c" + name.replace(' ', '\n') + "\n.").code()).isEqualTo(ErrorCode.UNSAFE_CHECKPOINT);
    }

    @Test
    void theNamesOfOneVocabularyMeanNothingInTheOther() throws IOException {
        String storage = "ctorch\nFloatStorage\n.";
        Files.write(file, storage.getBytes(StandardCharsets.ISO_8859_1));
        try (ByteSource source = ByteSource.open(file)) {
            assertThat(new PickleMachine(new PickleInput(source, 0, source.size()), Vocabulary.ARRAYS).read())
                    .isEqualTo(new PickleValue.Opaque("torch.FloatStorage"));
        }
    }

    private CarryoverException refusal(String pickle) {
        return catchThrowableOfType(CarryoverException.class, () -> {
            Files.write(file, ("\u0080\u0002" + pickle).getBytes(StandardCharsets.ISO_8859_1));
            try (ByteSource source = ByteSource.open(file)) {
                new PickleMachine(new PickleInput(source, 0, source.size()), Vocabulary.ARRAYS).read();
            }
        });
    }
}
