package net.taotoken.failover.fault.text;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Brings messages into the one form that phrases are written in: lower case, plain
 * punctuation, simplified Chinese.
 */
public final class MessageText {

	private static final String TRADITIONAL = "額餘無權訪問請過頻數達後負載飽戶賬帳併並發當組內違規風險驗證敗費預盡長時間務統錯誤連線網絡響應棄該訂閱"
			+ "價沒觸詞審計輸檢測鑰鎖啟關閉開鎖調處維護絕結獲稱參儲續試頁拋況種極條帐";

	private static final String SIMPLIFIED = "额余无权访问请过频数达后负载饱户账账并并发当组内违规风险验证败费预尽长时间务统错误连线网络响应弃该订阅"
			+ "价没触词审计输检测钥锁启关闭开锁调处维护绝结获称参储续试页抛况种极条账";

	private MessageText() {
	}

	public static String normalize(String message) {
		String text = (isAscii(message) ? message : Normalizer.normalize(message, Normalizer.Form.NFKC))
			.toLowerCase(Locale.ROOT);
		StringBuilder result = new StringBuilder(text.length());
		for (int i = 0; i < text.length(); i++) {
			result.append(normalize(text.charAt(i)));
		}
		return result.toString();
	}

	/** Tells whether a text is plain, so that it need not be taken apart. */
	private static boolean isAscii(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) > 127) {
				return false;
			}
		}
		return true;
	}

	private static char normalize(char character) {
		if (character == '\u2019' || character == '\u2018' || character == '`') {
			return '\'';
		}
		if (Character.isWhitespace(character)) {
			return ' ';
		}
		int index = (character > 127) ? TRADITIONAL.indexOf(character) : -1;
		return (index >= 0) ? SIMPLIFIED.charAt(index) : character;
	}

}
