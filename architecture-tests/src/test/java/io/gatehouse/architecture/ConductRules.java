package io.gatehouse.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import io.undertow.server.HttpServerExchange;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/** What code must not do, wherever it stands or in some modules. */
final class ConductRules {
    static final List<Rule> ALL = List.of(
            new Rule("nobody sleeps", "sleep", ConductRules::nobodySleeps),
            new Rule("only main exits", "exit", ConductRules::onlyMainExits),
            new Rule("nobody prints", "print", ConductRules::nobodyPrints),
            new Rule("nobody uses java.util.logging", "logging", ConductRules::nobodyUsesJavaUtilLogging),
            new Rule("headers are asked of the connection", "headers", ConductRules::headersAreAskedOfTheConnection),
            new Rule("connections end a few in a turn", "closes", ConductRules::connectionsEndAFewInATurn),
            new Rule("the domain asks its clock for the time", "time", ConductRules::domainAsksItsClock));

    private ConductRules() {}

    private static ArchRule nobodySleeps(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.all())
                .should()
                .callMethodWhere(calls("sleep", Thread.class).or(calls("sleep", TimeUnit.class)))
                .because("a sleeping thread serves nobody; a timer or a condition says what is waited for");
    }

    private static ArchRule onlyMainExits(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.all())
                .and()
                .doNotHaveFullyQualifiedName(modules.base() + ".app.Main")
                .should()
                .callMethodWhere(calls("exit", System.class).or(calls("exit|halt", Runtime.class)))
                .because("whoever embeds the gateway decides when the process ends");
    }

    private static ArchRule nobodyPrints(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.coreAndAdapters())
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(target(name("printStackTrace")))
                .because("the console belongs to the command line; everything else reports through ports or a log");
    }

    private static ArchRule nobodyUsesJavaUtilLogging(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.coreAndAdapters())
                .and()
                .doNotHaveFullyQualifiedName(
                        modules.base() + ".observability.tracing.SpanExport") // turns a library's off
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("there is one log, behind SLF4J, and the domain has none");
    }

    private static ArchRule headersAreAskedOfTheConnection(Modules modules) {
        return noClasses()
                .that()
                .resideInAPackage(modules.base() + ".http..")
                .and()
                .resideOutsideOfPackage(modules.base() + ".http.admin..")
                .and()
                .doNotHaveFullyQualifiedName(modules.base() + ".http.forwarding.Tunnel")
                .and()
                .doNotHaveFullyQualifiedName(modules.base() + ".http.connection.ConduitConnection")
                .should()
                .callMethodWhere(calls("getRequestHeaders|getResponseHeaders", HttpServerExchange.class))
                .because("Undertow's maps are empty at the ports for clients; the fields are those of the connection");
    }

    private static ArchRule connectionsEndAFewInATurn(Modules modules) {
        String http = modules.base() + ".http.";
        return noClasses()
                .that()
                .resideInAnyPackage(
                        http + "forwarding..", http + "http2..", http + "inbound..", http + "pool..", http + "tls..")
                .and()
                .doNotHaveFullyQualifiedName(http + "inbound.ConnectionLimit") // of newcomers, one at a time
                .should()
                .callMethodWhere(calls("safeClose", IoUtils.class))
                .because("thousands that end at once keep a thread for seconds; PacedCloses lets them end in turn");
    }

    private static ArchRule domainAsksItsClock(Modules modules) {
        return noClasses()
                .that()
                .resideInAnyPackage(modules.core())
                .and()
                .doNotHaveFullyQualifiedName(modules.base() + ".domain.time.SystemClock")
                .should()
                .callMethodWhere(
                        calls("nanoTime|currentTimeMillis", System.class).or(readsJavaTime()))
                .orShould()
                .callConstructor(Date.class)
                .because("time that can be set makes every time-out, window and ban testable without waiting");
    }

    private static DescribedPredicate<JavaCall<?>> calls(String method, Class<?> type) {
        return target(nameMatching(method)).and(target(owner(name(type.getName()))));
    }

    private static DescribedPredicate<JavaCall<?>> readsJavaTime() {
        return target(nameMatching("now|system.*|tick.*")).and(target(owner(nameMatching("java\\.time\\..*"))));
    }
}
