package net.taotoken.failover.json;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAnyGetter;

/**
 * Marks the record component that keeps the fields without a component of their own. They
 * are written as fields like any other.
 */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonAnyGetter
public @interface UnknownFields {

}
