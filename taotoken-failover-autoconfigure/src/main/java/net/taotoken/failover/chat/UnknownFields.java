package net.taotoken.failover.chat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * Marks the record component that keeps the fields without a component of their own. Its
 * name on the wire is one that nobody uses, so that a field called {@code extra} is an
 * unknown one like any other.
 */
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonAnySetter
@JsonAnyGetter
@JsonProperty("\u0000unknown")
@JsonDeserialize(contentUsing = UnknownFieldDeserializer.class)
@interface UnknownFields {

}
