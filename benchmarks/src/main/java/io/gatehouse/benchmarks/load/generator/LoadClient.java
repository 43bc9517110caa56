package io.gatehouse.benchmarks.load.generator;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The built-in client as a process: reads an order a line, writes its result as a line, ends with its input. */
public final class LoadClient {

    private LoadClient() {}

    public static void main(String[] arguments) throws IOException {
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        PrintStream results = System.out;
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            results.println(new ClosedLoop(LoadOrder.parse(line)).run().toLine());
            results.flush();
        }
    }
}
