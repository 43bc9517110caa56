/** Whether, and within which budget, a call that failed at one host is tried again at another. */
@NullMarked
package io.gatehouse.http.retry;

import org.jspecify.annotations.NullMarked;
