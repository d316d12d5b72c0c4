import { startUploads } from "../src/uploads";

startUploads();
