package net.taotoken.failover.json;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;

import org.junit.jupiter.api.Test;
import tools.jackson.core.util.BufferRecycler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link BufferSlots}.
 */
class BufferSlotsTests {

	private final BufferSlots slots = new BufferSlots();

	@Test
	void buffersThatAreGivenBackAreUsedAgain() {
		BufferRecycler first = this.slots.acquirePooled();
		this.slots.releasePooled(first);
		assertThat(this.slots.acquirePooled()).isSameAs(first);
	}

	@Test
	void buffersAreNeverUsedTwiceAtOnce() {
		this.slots.releasePooled(new BufferRecycler());
		assertThat(this.slots.acquirePooled()).isNotSameAs(this.slots.acquirePooled());
	}

	@Test
	void clearedSlotsAreEmpty() {
		BufferRecycler recycler = this.slots.acquirePooled();
		this.slots.releasePooled(recycler);
		assertThat(this.slots.clear()).isTrue();
		assertThat(this.slots.acquirePooled()).isNotSameAs(recycler);
	}

	@Test
	void copyOfAMapperHasSlotsOfItsOwn() throws Exception {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(this.slots);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			assertThat(((BufferSlots) in.readObject()).acquirePooled()).isNotNull();
		}
	}

}
