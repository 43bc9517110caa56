package io.gatehouse.http.codec;

import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.AbstractAttachable;
import io.undertow.util.AttachmentKey;
import io.undertow.util.HeaderMap;
import io.undertow.util.HeaderValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xnio.OptionMap;

/** What Undertow makes of the same bytes. Its parsers are not public. */
final class UndertowReading {

    /** A head: its first line in parts, its fields by lower-case name, and where it ends. */
    record Head(List<String> start, Map<String, List<String>> fields, int end) {}

    /** A chunked body: its content, and where it ends. */
    record Body(String content, int end) {}

    private static final OptionMap OPTIONS = OptionMap.builder()
            .set(UndertowOptions.DECODE_URL, false)
            .set(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
            .getMap();

    private final Object requests =
            invoke(handle("io.undertow.server.protocol.http.RequestParser", "instance"), OPTIONS);
    private final MethodHandle request = handle("io.undertow.server.protocol.http.RequestParser", "handle");
    private final MethodHandle newRequest = maker("io.undertow.server.protocol.http.RequestState");
    private final MethodHandle requestDone = handle("io.undertow.server.protocol.http.RequestState", "isComplete");
    private final Object responses = invoke(maker("io.undertow.client.http.ResponseParser"));
    private final MethodHandle response = handle("io.undertow.client.http.ResponseParser", "handle");
    private final MethodHandle newResponse = maker("io.undertow.client.http.ResponseState");
    private final MethodHandle responseDone = handle("io.undertow.client.http.ResponseState", "isComplete");
    private final MethodHandle newBuilder = maker("io.undertow.client.http.HttpResponseBuilder");
    private final MethodHandle status = handle("io.undertow.client.http.HttpResponseBuilder", "getStatusCode");
    private final MethodHandle protocol = handle("io.undertow.client.http.HttpResponseBuilder", "getProtocol");
    private final MethodHandle headers = handle("io.undertow.client.http.HttpResponseBuilder", "getResponseHeaders");
    private final MethodHandle newChunks = maker("io.undertow.conduits.ChunkReader");
    private final MethodHandle readChunk = handle("io.undertow.conduits.ChunkReader", "readChunk");
    private final Object noCounter = constant("io.undertow.conduits.BytesCounter", "NULL");
    private final MethodHandle setRemaining = handle("io.undertow.conduits.ChunkReader", "setChunkRemaining");

    /** Method, path, query, version; null if it refuses, or sees no end. */
    @Nullable
    Head request(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        var exchange = new HttpServerExchange(null);
        Object state = invoke(newRequest);
        if (refuses(request, requests, buffer, state, exchange) || !(boolean) invoke(requestDone, state)) {
            return null;
        }
        return new Head(
                List.of(
                        exchange.getRequestMethod().toString(),
                        exchange.isHostIncludedInRequestURI()
                                ? path(exchange.getRequestURI())
                                : exchange.getRequestURI(),
                        exchange.getQueryString(),
                        exchange.getProtocol().toString()),
                fields(exchange.getRequestHeaders()),
                buffer.position());
    }

    private static String path(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "/" : url.substring(slash);
    }

    /** Version and status; null if it refuses, or sees no end. */
    @Nullable
    Head response(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Object state = invoke(newResponse);
        Object builder = invoke(newBuilder);
        if (refuses(response, responses, buffer, state, builder) || !(boolean) invoke(responseDone, state)) {
            return null;
        }
        return new Head(
                List.of(
                        invoke(protocol, builder).toString(),
                        invoke(status, builder).toString()),
                fields((HeaderMap) invoke(headers, builder)),
                buffer.position());
    }

    /** What is in a chunked body; null if it refuses, or sees no end. */
    @Nullable
    Body chunks(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        var content = new ByteArrayOutputStream();
        Object reader = invoke(newChunks, new Attached(), AttachmentKey.create(HeaderMap.class), noCounter);
        try {
            while (true) {
                long size = (long) readChunk.invoke(reader, buffer);
                if (size < 0) {
                    return new Body(content.toString(StandardCharsets.ISO_8859_1), buffer.position());
                }
                if (size == 0 || size > buffer.remaining()) {
                    return null;
                }
                content.write(bytes, buffer.position(), (int) size);
                buffer.position(buffer.position() + (int) size);
                setRemaining.invoke(reader, 0L);
            }
        } catch (IOException | IllegalArgumentException refused) {
            return null;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Attached extends AbstractAttachable {}

    private static boolean refuses(MethodHandle parser, Object... with) {
        try {
            parser.invokeWithArguments(with);
            return false;
        } catch (Throwable refused) {
            return true;
        }
    }

    private static Map<String, List<String>> fields(HeaderMap headers) {
        var fields = new TreeMap<String, List<String>>();
        for (HeaderValues values : headers) {
            fields.put(values.getHeaderName().toString().toLowerCase(Locale.ROOT), List.copyOf(values));
        }
        return fields;
    }

    private static Object invoke(MethodHandle handle, Object... with) {
        try {
            return handle.invokeWithArguments(with);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle handle(String type, String name) {
        try {
            Class<?> owner = Class.forName(type);
            for (Method method : owner.getDeclaredMethods()) {
                if (method.getName().equals(name)) {
                    return lookup(owner).unreflect(method);
                }
            }
            throw new IllegalStateException(type + " has no " + name);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object constant(String type, String name) {
        try {
            Class<?> owner = Class.forName(type);
            return lookup(owner)
                    .unreflectVarHandle(owner.getDeclaredField(name))
                    .get();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle maker(String type) {
        try {
            Class<?> owner = Class.forName(type);
            Constructor<?> only = owner.getDeclaredConstructors()[0];
            return lookup(owner).unreflectConstructor(only);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Lookup lookup(Class<?> owner) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(owner, MethodHandles.lookup());
    }
}
