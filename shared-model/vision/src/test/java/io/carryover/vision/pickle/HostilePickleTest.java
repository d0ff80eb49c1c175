/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.pickle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.checkpoint.ByteSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pickles written by hand, one operation after another. */
class HostilePickleTest {
    private final Path file;

    HostilePickleTest(@TempDir Path folder) {
        this.file = folder.resolve("p.pkl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os system",
                "posix system",
                "nt system",
                "subprocess Popen",
                "sys exit",
                "builtins eval",
                "builtins exec",
                "builtins getattr",
                "builtins __import__",
                "builtins open",
                "builtins compile",
                "__builtin__ eval",
                "importlib import_module",
                "importlib.util spec_from_file_location",
                "runpy run_path",
                "shutil rmtree",
                "socket socket",
                "ctypes CDLL",
                "pty spawn",
                "pickle loads",
                "torch load",
                "torch.hub load",
                "torch.jit load",
                "torch.utils.cpp_extension load",
                "operator attrgetter",
                "functools partial",
                "types FunctionType",
                "numpy.testing._private.utils runstring",
                "webbrowser open",
                "multiprocessing.util spawnv_passfds",
                "asyncio.unix_events _UnixSubprocessTransport._start",
                "harmless.module os.system",
                "harmless.module Thing.__globals__",
            })
    void codeIsRefusedByEveryOperationThatNamesIt(String name) {
        String[] parts = name.split(" ");
        assertUnsafe(bytes("\u0080\u0002c" + parts[0] + "\n" + parts[1] + "\n.")); // GLOBAL
        assertUnsafe(bytes("\u0080\u0002(i" + parts[0] + "\n" + parts[1] + "\n.")); // INST
        assertUnsafe(bytes("\u0080\u0004" + text(parts[0]) + text(parts[1]) + "\u0093.")); // STACK_GLOBAL
        assertUnsafe(bytes("(c" + parts[0] + "\n" + parts[1] + "\no.")); // OBJ, protocol 0
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argparse Namespace",
                "pathlib PosixPath",
                "numpy.core.multiarray scalar",
                "numpy dtype",
                "_codecs encode",
                "__main__ Config",
                "torch device",
                "torch.optim.sgd SGD",
                "builtins complex",
            })
    void otherClassesBecomePlaceholders(String name) throws IOException {
        String[] parts = name.split(" ");
        // c<name> ) R } b .   an instance with attributes
        Files.write(file, bytes("\u0080\u0002c" + parts[0] + "\n" + parts[1] + "\n)R}b."));

        try (ByteSource source = ByteSource.open(file)) {
            PickleMachine machine = new PickleMachine(new PickleInput(source, 0, source.size()));
            assertThat(machine.read()).isEqualTo(new PickleValue.Opaque(parts[0] + "." + parts[1]));
            assertThat(machine.placeholders()).containsExactly(parts[0] + "." + parts[1]);
        }
    }

    @Test
    void nestingIsBounded() {
        assertRefused(ErrorCode.UNSUPPORTED_CHECKPOINT, bytes("(".repeat(100_000)));
    }

    @Test
    void manyOperationsEnd() {
        byte[] endless = new byte[8_000_000];
        Arrays.fill(endless, (byte) 'N');
        assertTimeout(Duration.ofSeconds(20), () -> assertRefused(ErrorCode.UNSUPPORTED_CHECKPOINT, endless));
    }

    @Test
    void listsThatDoubleAndContainThemselvesCostNothing() throws IOException {
        // ]q0 then forty times: h0 h0 a  (the list is appended to itself)
        Files.write(file, bytes("]q\u0000" + "h\u0000a".repeat(40) + "."));
        try (ByteSource source = ByteSource.open(file)) {
            PickleValue value = new PickleMachine(new PickleInput(source, 0, source.size())).read();
            assertThat(value).isInstanceOf(PickleValue.Seq.class);
            assertThat(((PickleValue.Seq) value).items()).hasSize(40);
        }
    }

    @Test
    void oneLongListGivenToManyDictionariesIsBounded() {
        String pairs = "(" + "NN\u0086".repeat(50_000) + "l" + "q\u0000";
        String made = "(h\u0000tR";
        byte[] bytes =
                bytes(pairs + "ccollections\nOrderedDict\nq\u00010" + ("h\u0001" + made + "0").repeat(100_000) + ".");
        assertTimeout(Duration.ofSeconds(20), () -> assertRefused(ErrorCode.UNSUPPORTED_CHECKPOINT, bytes));
    }

    @Test
    void lengthsAreCheckedBeforeMemoryIsTaken() {
        assertRefused(ErrorCode.UNSUPPORTED_CHECKPOINT, bytes("X\u00ff\u00ff\u00ff\u007f")); // 2 GiB of text
        assertRefused(ErrorCode.TRUNCATED_CHECKPOINT, bytes("X\u0000\u0000\u0001\u0000")); // 64 KiB that aren't there
        assertRefused(ErrorCode.UNSUPPORTED_CHECKPOINT, bytes("\u008b\u00ff\u00ff\u00ff\u007f")); // an integer of 2 GiB
        assertRefused(ErrorCode.TRUNCATED_CHECKPOINT, bytes("B\u00ff\u00ff\u00ff\u007f")); // 2 GiB of bytes
        assertRefused(
                ErrorCode.UNSUPPORTED_CHECKPOINT, bytes("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                "0.",
                "t.",
                "h\u0000.",
                "R.",
                "Q.",
                "s.",
                "a.",
                "\u0093.",
                "\u00ff",
                "I1x\n.",
                "\u0082\u0001."
            })
    void nonsenseIsDamage(String pickle) {
        assertRefused(ErrorCode.NOT_A_CHECKPOINT, bytes(pickle));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // storage with a huge count, offset, shape, stride
                "K\u0000(Kdt(K\u0001t", // shape 100 of a storage of 8
                "K\u0009(K\u0001t(K\u0001t", // offset 9 of 8
                "K\u0000(K\u0003K\u0003t(K\u0003K\u0001t", // 9 elements of 8
                "J\u00ff\u00ff\u00ff\u00ff(K\u0001t(K\u0001t", // offset -1
                "K\u0000(J\u00ff\u00ff\u00ff\u00fft(K\u0001t", // shape -1
                "K\u0000(K\u0002t(J\u00ff\u00ff\u00ff\u007ft", // stride of 2^31 - 1
                "K\u0000(K\u0002t(K\u0001K\u0001t", // ranks differ
            })
    void tensorsStayInsideTheirStorage(String view) {
        String storage =
                "((X\u0007\u0000\u0000\u0000storagectorch\nFloatStorage\nX\u0001\u0000\u0000\u00000X\u0003\u0000\u0000\u0000cpuK\u0008tQ";
        assertRefused(
                ErrorCode.NOT_A_CHECKPOINT,
                bytes("\u0080\u0002ctorch._utils\n_rebuild_tensor_v2\n" + storage + view + "\u0089NtR."));
    }

    private void assertUnsafe(byte[] pickle) {
        assertRefused(ErrorCode.UNSAFE_CHECKPOINT, pickle);
    }

    private void assertRefused(ErrorCode code, byte[] pickle) {
        assertThatThrownBy(() -> {
                    Files.write(file, pickle);
                    try (ByteSource source = ByteSource.open(file)) {
                        new PickleMachine(new PickleInput(source, 0, source.size())).read();
                    }
                })
                .isInstanceOfSatisfying(
                        CarryoverException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    private static String text(String value) {
        return "\u008c" + (char) value.length() + value;
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
