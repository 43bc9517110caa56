package io.gatehouse.architecture.planted.library.domain;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.google.inject.Injector;
import com.maxmind.geoip2.DatabaseReader;
import com.mongodb.client.MongoClient;
import com.nimbusds.jose.JWSObject;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import io.opentelemetry.api.trace.Span;
import io.undertow.Undertow;
import org.bouncycastle.asn1.ASN1Integer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.shredzone.acme4j.Status;
import org.xbill.DNS.Name;
import org.xnio.XnioWorker;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;
import ua_parser.Parser;

/** Uses one class of every library in a module that may use none. */
record PlantedLibraries(
        Undertow undertow,
        XnioWorker xnio,
        MpscAtomicArrayQueue<String> jctools,
        Name dnsjava,
        Status acme4j,
        ASN1Integer bouncycastle,
        MeterRegistry micrometer,
        SslContext netty,
        Span opentelemetry,
        ObjectMapper jackson,
        Yaml snakeyaml,
        MongoClient mongo,
        JWSObject nimbus,
        DatabaseReader maxmind,
        Parser parser,
        Cache<String, String> caffeine,
        Injector guice,
        CommandLine picocli,
        Level logback) {}
