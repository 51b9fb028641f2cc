package net.taotoken.samples.springai;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;

/**
 * A tool that models may call.
 */
class WeatherTool {

	@Tool(description = "The weather in a city now")
	String weather(@ToolParam(description = "the name of the city") String city) {
		return "21 degrees and sun in " + city;
	}

}
