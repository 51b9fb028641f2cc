package net.taotoken.failover.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations: one around each call, and one around each of its attempts.
 *
 * @since 0.1.0
 */
public enum TaotokenObservationDocumentation implements ObservationDocumentation {

	/**
	 * A call, with all attempts and waits. A streamed answer belongs to it to its end.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultCallObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return CallKeys.values();
		}

	},

	/**
	 * One attempt of a call on one model. A streamed answer belongs to it until its first
	 * content token.
	 */
	ATTEMPT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultAttemptObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return AttemptKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return AttemptDetails.values();
		}

	};

	/**
	 * Tags of calls. Those of the OpenTelemetry conventions keep their names.
	 */
	public enum CallKeys implements KeyName {

		/** {@code chat}, or {@code execute} for a client of the application's own. */
		OPERATION_NAME {

			@Override
			public String asString() {
				return "gen_ai.operation.name";
			}

		},

		/** Always {@code taotoken}. */
		PROVIDER_NAME {

			@Override
			public String asString() {
				return "gen_ai.provider.name";
			}

		},

		/**
		 * The model that was asked last, {@code other} if the configuration does not know
		 * it, {@code none} if no model was asked.
		 */
		REQUEST_MODEL {

			@Override
			public String asString() {
				return "gen_ai.request.model";
			}

		},

		/**
		 * The model that the server says has answered, {@code none} without an answer.
		 */
		RESPONSE_MODEL {

			@Override
			public String asString() {
				return "gen_ai.response.model";
			}

		},

		/** The kind of the fault that ended the call, {@code none} if it was answered. */
		ERROR_TYPE {

			@Override
			public String asString() {
				return "error.type";
			}

		},

		/** The route of the call. */
		ROUTE {

			@Override
			public String asString() {
				return "taotoken.route";
			}

		},

		/**
		 * The entry at which the model was asked, {@code none} if none was. Absent for as
		 * long as an application runs that started without entries.
		 */
		ENTRY {

			@Override
			public String asString() {
				return "taotoken.entry";
			}

		}

	}

	/**
	 * Tags of attempts.
	 */
	public enum AttemptKeys implements KeyName {

		/** The model, {@code other} if the configuration does not know it. */
		MODEL {

			@Override
			public String asString() {
				return "model";
			}

		},

		/** The route of the call. */
		ROUTE {

			@Override
			public String asString() {
				return "route";
			}

		},

		/** {@code answered} or {@code failed}; {@code none} while it is under way. */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/** The kind of the fault, {@code none} if there was none. */
		KIND {

			@Override
			public String asString() {
				return "kind";
			}

		},

		/**
		 * The entry at which the model is asked. Absent for as long as an application
		 * runs that started without entries.
		 */
		ENTRY {

			@Override
			public String asString() {
				return "entry";
			}

		}

	}

	/**
	 * Details of attempts that only spans tell.
	 */
	public enum AttemptDetails implements KeyName {

		/** Always {@code taotoken}. */
		PROVIDER_NAME {

			@Override
			public String asString() {
				return "gen_ai.provider.name";
			}

		},

		/** The model by its own name. */
		REQUEST_MODEL {

			@Override
			public String asString() {
				return "gen_ai.request.model";
			}

		},

		/**
		 * The kind of the fault, by the name that trace viewers look for; absent if there
		 * was none.
		 */
		ERROR_TYPE {

			@Override
			public String asString() {
				return "error.type";
			}

		},

		/** The HTTP status of an attempt that failed, {@code none} if there was none. */
		STATUS_CODE {

			@Override
			public String asString() {
				return "http.response.status_code";
			}

		},

		/** The number of attempts that the same call made before. */
		EARLIER {

			@Override
			public String asString() {
				return "taotoken.attempts.earlier";
			}

		}

	}

}
