import "../styles/booking.css";
import { watchHold } from "../src/booking/hold";
import { hideOwnZone } from "../src/booking/zone";

watchHold();
hideOwnZone();
