package net.taotoken.failover.json;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.RecyclerPool;

/**
 * Jackson's buffers, each in a slot that few threads share. Jackson's own pool is one
 * list for all threads, which costs a small answer more than its buffers are worth; one
 * set for each thread would be too many where threads are virtual.
 */
public final class BufferSlots implements RecyclerPool<BufferRecycler> {

	private static final long serialVersionUID = 1L;

	/** More than processors, so that threads seldom meet in one. */
	private static final int SLOTS = 64;

	/** References that are far enough apart for processors not to share their memory. */
	private static final int STEP = 32;

	private final transient AtomicReferenceArray<@Nullable BufferRecycler> slots = new AtomicReferenceArray<>(
			SLOTS * STEP);

	@Override
	public BufferRecycler acquirePooled() {
		BufferRecycler free = this.slots.getAndSet(slot(), null);
		return (free != null) ? free : new SmallBuffers();
	}

	@Override
	public void releasePooled(BufferRecycler recycler) {
		this.slots.setRelease(slot(), recycler);
	}

	@Override
	public boolean clear() {
		for (int slot = 0; slot < SLOTS; slot++) {
			this.slots.set(slot * STEP, null);
		}
		return true;
	}

	// threadId(), which replaces getId(), came after Java 17
	@SuppressWarnings("deprecation")
	private static int slot() {
		return Math.floorMod(Thread.currentThread().getId(), SLOTS) * STEP;
	}

	private Object readResolve() {
		return new BufferSlots();
	}

	/**
	 * Only streams of events are read by a buffer of bytes, and each open one keeps its
	 * own.
	 */
	private static final class SmallBuffers extends BufferRecycler {

		private static final int READ_SIZE = 2000;

		@Override
		protected int byteBufferLength(int index) {
			return (index == BYTE_READ_IO_BUFFER) ? READ_SIZE : super.byteBufferLength(index);
		}

	}

}
