/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gcc.h - GCC's headers, and the few lines that differ between GCC 11 and 16.
 *
 * Every plugin source includes this first and no GCC header of its own, so
 * that a new GCC is ported here and nowhere else.
 */
#ifndef LG_PLUGIN_GCC_H
#define LG_PLUGIN_GCC_H

#define INCLUDE_VECTOR		/* what GCC 16's diagnostics/sink.h needs */
#include "gcc-plugin.h"
#include <sys/stat.h>
#include "plugin-version.h"
#include "tree.h"
#include "stringpool.h"
#include "attribs.h"
#include "tree-iterator.h"
#include "c-family/c-common.h"
#include "c-family/c-pragma.h"
#include "cpplib.h"
#include "line-map.h"
#include "diagnostic.h"
#if GCCPLUGIN_VERSION_MAJOR >= 16
#include "diagnostics/color.h"
#else
#include "diagnostic-color.h"
#endif
#include "opts.h"
#include "options.h"
#include "toplev.h"
#include "ggc.h"
#include "context.h"
#include "basic-block.h"
#include "tree-ssa-alias.h"
#include "internal-fn.h"
#include "gimple-expr.h"
#include "gimple.h"
#include "cgraph.h"
#include "tree-pass.h"
#include "ssa.h"
#include "gimple-iterator.h"
#include "tree-cfg.h"
#include "tree-dfa.h"

/* Where a macro was expanded: a method since GCC 14, a function before. */
template <typename M>
static inline auto lg_macro_point(const M *map, int)
	-> decltype(map->get_expansion_point_location())
{
	return map->get_expansion_point_location();
}

template <typename M>
static inline location_t lg_macro_point(const M *map, long)
{
	return MACRO_MAP_EXPANSION_POINT_LOCATION(map);
}

#define LG_MACRO_POINT(map) lg_macro_point(map, 0)

/*
 * GCC prints a diagnostic's prefix ("file:line:column: error: ") through a
 * starter function. Ours sets a prefix that was made beforehand; the type of
 * the function, and how it is set, are what changed over the releases.
 */
#if GCCPLUGIN_VERSION_MAJOR >= 16
#include "diagnostics/text-sink.h"
#define LG_STARTER(name)						\
	static void name(diagnostics::text_sink &lg_sink,		\
			 const diagnostics::diagnostic_info *)
#define LG_STARTER_PRINTER (lg_sink.get_printer())
#define LG_STARTER_SLOT (diagnostics::text_starter(global_dc))
#elif GCCPLUGIN_VERSION_MAJOR == 15
#include "diagnostic-format-text.h"
#define LG_STARTER(name)						\
	static void name(diagnostic_text_output_format &lg_sink,	\
			 const diagnostic_info *)
#define LG_STARTER_PRINTER (lg_sink.get_printer())
#define LG_STARTER_SLOT (diagnostic_text_starter(global_dc))
#elif GCCPLUGIN_VERSION_MAJOR == 14
#define LG_STARTER(name)						\
	static void name(diagnostic_context *lg_dc,			\
			 const diagnostic_info *)
#define LG_STARTER_PRINTER (lg_dc->printer)
#define LG_STARTER_SLOT (diagnostic_starter(global_dc))
#else
#define LG_STARTER(name)						\
	static void name(diagnostic_context *lg_dc, diagnostic_info *)
#define LG_STARTER_PRINTER (lg_dc->printer)
#define LG_STARTER_SLOT (diagnostic_starter(global_dc))
#endif

#if GCCPLUGIN_VERSION_MAJOR >= 15
#define LG_SHOW_COLOR pp_show_color(global_dc->get_reference_printer())
#else
#define LG_SHOW_COLOR pp_show_color(global_dc->printer)
#endif

#endif /* LG_PLUGIN_GCC_H */
