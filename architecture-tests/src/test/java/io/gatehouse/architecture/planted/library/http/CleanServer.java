package io.gatehouse.architecture.planted.library.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.undertow.Undertow;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/** The HTTP adapter may use these. */
record CleanServer(
        Undertow undertow, MeterRegistry micrometer, MpscAtomicArrayQueue<String> jctools, ObjectMapper jackson) {}
