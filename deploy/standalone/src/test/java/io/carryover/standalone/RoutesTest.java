/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.carryover.gateway.api.access.Access;
import io.carryover.gateway.api.http.ResultsFront;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every route of gateway and results stands in the table of who may ask, and those of results are handed on. */
class RoutesTest {
    private static final JavaClasses SERVICES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carryover.gateway", "io.carryover.results");

    private record Route(String service, String method, String path) {}

    @Test
    void everyRouteNeedsARoleOrIsOpenOnPurpose() {
        assertThat(routes()).hasSizeGreaterThan(50).allSatisfy(route -> assertThat(
                        Access.of(route.method(), route.path()))
                .as("%s: name its role in io.carryover.gateway.api.access.Access", route)
                .isPresent());
    }

    @Test
    void whatTheResultsServiceServesIsHandedOn() {
        List<Route> ofResults = routes().stream()
                .filter(route -> route.service().equals("results"))
                .toList();

        assertThat(ofResults).isNotEmpty().allSatisfy(route -> assertThat(ResultsFront.PATHS)
                .as("%s: add it to ResultsFront.PATHS", route)
                .anyMatch(path -> path.endsWith("/*")
                        ? route.path().startsWith(path.substring(0, path.length() - 1))
                        : route.path().equals(path)));
    }

    @Test
    void whatIsHandedOnNeedsARoleOrIsOpenOnPurpose() {
        assertThat(ResultsFront.PATHS).allSatisfy(path -> {
            String one = path.replace("*", "any");
            assertThat(Stream.of("GET", "POST")
                            .anyMatch(method -> Access.of(method, one).isPresent()))
                    .as(path)
                    .isTrue();
        });
    }

    private static List<Route> routes() {
        return SERVICES.stream()
                .filter(each -> each.isAnnotatedWith(Path.class))
                .flatMap(each -> routes(each.reflect()))
                .toList();
    }

    private static Stream<Route> routes(Class<?> resource) {
        String service = resource.getName().split("\\.")[2];
        String base = resource.getAnnotation(Path.class).value();
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(verb -> new Route(
                        service,
                        verb.value(),
                        join(
                                base,
                                method.isAnnotationPresent(Path.class)
                                        ? method.getAnnotation(Path.class).value()
                                        : ""))));
    }

    /** With something in place of what varies. */
    private static String join(String base, String path) {
        String whole = ("/" + base + "/" + path).replaceAll("/+", "/").replaceAll("\\{[^}]*}", "any");
        return whole.length() > 1 && whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
    }
}
