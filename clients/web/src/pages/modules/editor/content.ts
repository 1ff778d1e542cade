import { clone, create } from "@bufbuild/protobuf";
import { ProgramFormat, ProgramLanguage } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/program";
import { EbpfProgramSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/ebpf_program";
import { ModuleSchema, type Module } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/module";
import { OutputSchemaSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/output_schema";
import { WasmEncoding, WasmProgramSchema } from "@tricorder/apiserver/gen/tricorder/apiserver/v1/wasm_program";

/** A module in the editor: all of its parts are there, and nothing that only the server writes. */
export type Content = Module & Required<Pick<Module, "ebpf" | "wasm" | "outputSchema">>;

/** The fields that the editor changes, as a mask of UpdateModule. */
export const editedPaths = ["name", "description", "labels", "ebpf", "wasm", "output_schema", "panel"];

const emptyEbpf = create(EbpfProgramSchema, { format: ProgramFormat.TEXT, language: ProgramLanguage.BCC_C, perfBufferNames: ["events"] });
const emptyWasm = create(WasmProgramSchema, { format: ProgramFormat.TEXT, language: ProgramLanguage.C, encoding: WasmEncoding.JSON });

/** What of a module can be edited. */
export function contentOf(module: Module): Content {
  const { name, description, labels, ebpf = emptyEbpf, wasm = emptyWasm, outputSchema, panel } = clone(ModuleSchema, module);
  return {
    ...create(ModuleSchema, { name, description, labels, panel }),
    ebpf,
    // What the server made of a source is not the author's.
    wasm: wasm.format === ProgramFormat.TEXT ? { ...wasm, binary: new Uint8Array() } : wasm,
    outputSchema: create(OutputSchemaSchema, { fields: outputSchema?.fields ?? [] }),
  };
}

export const emptyContent = () => contentOf(create(ModuleSchema));
