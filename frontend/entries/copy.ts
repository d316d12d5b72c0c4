import { startCopying } from "../src/copy";

startCopying();
